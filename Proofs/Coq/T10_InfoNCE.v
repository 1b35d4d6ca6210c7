(* T10 for minimisers, from the definition of the InfoNCE loss with bias 1, and
   T12 (convexity, uniqueness). Gaussian integration enters through an
   expectation functional [E] of which the record [gaussian] lists what is used:
   linear, monotone, first and second moment, moment generating function,
   invariance under reflections. That a Gaussian has them is on paper. The second half
   of the loss is the [direction] from one law to another, which CLIP has twice (T50_CLIP). *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T10_Projection Certificate.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* what we need of exp / log *)
Record explog (R : realFieldType) := ExpLog {
  ex : R -> R;
  lg : R -> R;
  ex_gt0 : forall x, 0 < ex x;
  exD : forall x y, ex (x + y) = ex x * ex y;
  ex_ge1D : forall x, 1 + x <= ex x;
  lgM : forall x y, 0 < x -> 0 < y -> lg (x * y) = lg x + lg y;
  lg_mono : forall x y, 0 < x -> x <= y -> lg x <= lg y;
  exK : forall x, lg (ex x) = x
}.

Section LSE.
Variables (R : realFieldType) (el : explog R) (K : nat) (w : 'I_K -> R).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis w1 : \sum_k w k = 1.

Definition sumexp (u : 'cV[R]_K) : R := \sum_l w l * ex el (u l 0).
Definition lse (u : 'cV[R]_K) : R := lg el (sumexp u).

Lemma sumexp_gt0 u : 0 < sumexp u.
Proof.
have t0 l : 0 <= w l * ex el (u l 0) by rewrite mulr_ge0 // ltW // ex_gt0.
rewrite lt_def sumr_ge0 // andbT; apply/negP; rewrite psumr_eq0 // => /allP h.
have : \sum_k w k = 0.
  apply: big1 => k _; apply/eqP; have := h k (mem_index_enum _).
  by rewrite /= mulf_eq0 [ex _ _ == 0]gt_eqF ?ex_gt0 // orbF.
by rewrite w1 => /eqP; rewrite oner_eq0.
Qed.

(* subgradient inequality (softmax weights), from exp x >= 1 + x *)
Definition softmax (u : 'cV[R]_K) : 'cV[R]_K := \col_l (w l * ex el (u l 0) / sumexp u).

Lemma softmax_sum u : \sum_l softmax u l 0 = 1.
Proof.
under eq_bigr do rewrite mxE; rewrite -mulr_suml -/(sumexp u) divff //.
by rewrite gt_eqF ?sumexp_gt0.
Qed.

Lemma softmax_ge0 u l : 0 <= softmax u l 0.
Proof.
by rewrite mxE mulr_ge0 ?invr_ge0 ?(ltW (sumexp_gt0 u)) // mulr_ge0 // ltW // ex_gt0.
Qed.

Lemma lse_subgrad u v : lse u + dot (softmax u) (v - u) <= lse v.
Proof.
set m := dot _ _; have S0 := sumexp_gt0 u; have e0 := ex_gt0 el m.
rewrite -[m](exK el) /lse -lgM //; apply: lg_mono; first by rewrite mulr_gt0.
(* S_u e^m <= sum w e^v   <=>  1 <= sum pi e^{delta - m} *)
have mE : m = \sum_l softmax u l 0 * (v l 0 - u l 0).
  by rewrite /m dotE; apply: eq_bigr => l _; rewrite big_ord1 !mxE.
have key : 1 <= \sum_l softmax u l 0 * ex el (v l 0 - u l 0 - m).
  apply: (@le_trans _ _ (\sum_l softmax u l 0 * (1 + (v l 0 - u l 0 - m)))).
    under eq_bigr do rewrite mulrDr mulr1 mulrBr.
    rewrite big_split sumrB -mulr_suml softmax_sum mul1r /=.
    by rewrite -mE subrr addr0.
  by apply: ler_sum => l _; rewrite ler_wpmul2l ?softmax_ge0 ?ex_ge1D.
have -> : sumexp v = sumexp u * ex el m * \sum_l softmax u l 0 * ex el (v l 0 - u l 0 - m).
  rewrite mulr_sumr; apply: eq_bigr => l _; rewrite mxE.
  have -> : ex el (v l 0) = ex el m * (ex el (u l 0) * ex el (v l 0 - u l 0 - m)).
    rewrite -!exD; congr (ex el _).
    by rewrite addrCA [m + _]addrC subrK addrC subrK.
  rewrite [LHS]mulrCA [sumexp u * ex el m]mulrC -[RHS]mulrA; congr (_ * _).
  by rewrite -[_ / _ * _]mulrA [RHS]mulrCA mulVKf ?mulrA // gt_eqF.
by rewrite ler_pmulr // mulr_gt0.
Qed.

Lemma lse_convex u v t : 0 <= t <= 1 ->
  lse ((1 - t) *: u + t *: v) <= (1 - t) * lse u + t * lse v.
Proof.
move=> /andP[t0 t1]; set z := _ + _.
have s0 : 0 <= 1 - t by rewrite subr_ge0.
have h1 := ler_wpmul2l s0 (lse_subgrad z u).
have h2 := ler_wpmul2l t0 (lse_subgrad z v).
apply: le_trans (ler_add h1 h2); rewrite !mulrDr addrACA -mulrDl subrK mul1r.
rewrite -!dotZr -dotDr.
have -> : (1 - t) *: (u - z) + t *: (v - z) = 0.
  by rewrite !scalerBr addrACA -opprD -scalerDl subrK scale1r /z subrr.
by rewrite dot0r addr0.
Qed.
End LSE.

(* ------------------------------------------------------------------ *)
Section Expectation.
Variables (R : realFieldType) (d : nat).
Local Notation fn := ('cV[R]_d -> R).

(* positive linear functional on a class of admissible functions *)
Record expectation := Expectation {
  E : fn -> R;
  adm : fn -> Prop;
  adm_ext : forall f g, f =1 g -> adm f -> adm g;
  adm_cst : forall c, adm (fun=> c);
  adm_add : forall f g, adm f -> adm g -> adm (fun x => f x + g x);
  adm_scale : forall c f, adm f -> adm (fun x => c * f x);
  E_cst : forall c, E (fun=> c) = c;
  E_add : forall f g, adm f -> adm g -> E (fun x => f x + g x) = E f + E g;
  E_scale : forall c f, adm f -> E (fun x => c * f x) = c * E f;
  E_mono : forall f g, adm f -> adm g -> (forall x, f x <= g x) -> E f <= E g
}.

Variable e : expectation.

Lemma E_ext f g : adm e f -> f =1 g -> E e f = E e g.
Proof.
move=> af fg; have ag := adm_ext fg af.
by apply/eqP; rewrite eq_le !E_mono // => x; rewrite fg.
Qed.

(* invariance under the reflection 2P - 1 *)
Definition refl (P : 'M[R]_d) : 'M[R]_d := P + P - 1%:M.
Definition refl_invariant (P : 'M[R]_d) : Prop :=
  forall f, adm e f -> adm e (fun x => f (refl P *m x)) /\
                       E e (fun x => f (refl P *m x)) = E e f.

Definition midconvex n (f : 'cV[R]_n -> R) : Prop :=
  forall u v, f (2%:R^-1 *: (u + v)) <= 2%:R^-1 * (f u + f v).

(* Jensen along a reflection: replacing the noise x by its projection P x
   cannot increase the expectation of a convex function. *)
Lemma jensen_reflection P n (A : 'M[R]_(n, d)) (f : 'cV_n -> R) :
  refl_invariant P -> midconvex f ->
  adm e (fun x => f (A *m x)) -> adm e (fun x => f (A *m P *m x)) ->
  E e (fun x => f (A *m P *m x)) <= E e (fun x => f (A *m x)).
Proof.
move=> inv cf af afP; have [ar Er] := inv _ af.
set F := fun x => f (A *m x) in af ar Er *.
have aS : adm e (fun x => 2%:R^-1 * (F x + F (refl P *m x))).
  by apply: adm_scale; apply: adm_add.
apply: (@le_trans _ _ (E e (fun x => 2%:R^-1 * (F x + F (refl P *m x))))).
  apply: E_mono => // x; rewrite /F.
  have -> : A *m P *m x = 2%:R^-1 *: (A *m x + A *m (refl P *m x)).
    rewrite -mulmxDr -[X in X + _]mul1mx -mulmxDl /refl addrC subrK.
    rewrite -mulr2n -scaler_nat -scalemxAl -scalemxAr scalerA mulVf ?pnatr_eq0 //.
    by rewrite scale1r mulmxA.
  exact: cf.
rewrite E_scale; last exact: adm_add.
by rewrite E_add // Er mulrDr halves.
Qed.
End Expectation.

Section Gaussian.
Variables (R : realFieldType) (el : explog R) (d K : nat) (w : 'I_K -> R) (e : expectation R d).

(* standard Gaussian facts *)
Record gaussian : Prop := Gaussian {
  g_lin : forall u, adm e (fun g => dot u g);
  g_mean : forall u, E e (fun g => dot u g) = 0;
  g_quad : forall A, adm e (fun g => quad A g);
  g_cov : forall A, E e (fun g => quad A g) = \tr A;
  g_exp : forall u, adm e (fun g => ex el (dot u g));
  g_mgf : forall u, E e (fun g => ex el (dot u g)) = ex el (2%:R^-1 * frob2 u);
  g_lse : forall (b : 'cV_K) (A : 'M_(K, d)), adm e (fun g => lse el w (b + A *m g));
  g_rot : forall P, is_oproj P -> refl_invariant e P
}.
Hypothesis G : gaussian.

Lemma E_aff c u : E e (fun g => c + dot u g) = c.
Proof. by rewrite (E_add (adm_cst e c) (g_lin G u)) E_cst (g_mean G) addr0. Qed.

Lemma adm_aff c u : adm e (fun g => c + dot u g).
Proof. exact: adm_add (adm_cst e c) (g_lin G u). Qed.
End Gaussian.

(* From x to y: E_x log E_y exp(x^T X y), components of the means N and M and the weights w and v. *)
Section Direction.
Variables (R : realFieldType) (el : explog R) (dx dy Kx Ky : nat).
Variables (N : 'M[R]_(dx, Kx)) (M : 'M[R]_(dy, Ky)) (w : 'I_Kx -> R) (v : 'I_Ky -> R).
Variables (e_x : expectation R dx) (e_y : expectation R dy).
Notation nu k := (col k N).
Notation mu l := (col l M).

Definition direction (X : 'M[R]_(dx, dy)) : R := \sum_k w k * E e_x (fun g =>
  lg el (\sum_l v l * E e_y (fun g' => ex el (dot (nu k + g) (X *m (mu l + g')))))).

Hypothesis w0 : forall k, 0 <= w k.
Hypothesis w1 : \sum_k w k = 1.
Hypothesis v0 : forall l, 0 <= v l.
Hypothesis v1 : \sum_l v l = 1.
Hypothesis Gx : gaussian el v e_x.
Hypothesis Gy : gaussian el w e_y.

Definition logs (X : 'M[R]_(dx, dy)) : R := \sum_k w k * E e_x (fun g =>
  lse el v (M^T *m X^T *m nu k + M^T *m X^T *m g)).

Lemma inner (X : 'M[R]_(dx, dy)) x :
  lg el (\sum_l v l * E e_y (fun g' => ex el (dot x (X *m (mu l + g')))))
  = 2%:R^-1 * frob2 (X^T *m x) + lse el v (M^T *m X^T *m x).
Proof.
have e l : E e_y (fun g' => ex el (dot x (X *m (mu l + g'))))
    = ex el (dot x (X *m mu l)) * ex el (2%:R^-1 * frob2 (X^T *m x)).
  rewrite -(@E_ext _ _ e_y (fun g' => ex el (dot x (X *m mu l)) * ex el (dot (X^T *m x) g'))).
  - by rewrite E_scale ?(g_mgf Gy) //; exact: (g_exp Gy).
  - by apply: adm_scale; exact: (g_exp Gy).
  - by move=> g'; rewrite -exD mulmxDr dotDr [dot (X^T *m x) _]dotMl trmxK.
under eq_bigr do rewrite e mulrA; rewrite -mulr_suml.
have -> : \sum_l v l * ex el (dot x (X *m mu l)) = sumexp el v (M^T *m X^T *m x).
  apply: eq_bigr => l _; congr (_ * ex el _).
  rewrite dotC dotMl -mulmxA dotE mxE.
  by apply: eq_bigr => i _; rewrite big_ord1 !mxE.
by rewrite lgM ?sumexp_gt0 ?ex_gt0 // exK addrC.
Qed.

Lemma direction_closed X :
  direction X = 2%:R^-1 * (frob2 X + \sum_k w k * frob2 (X^T *m nu k)) + logs X.
Proof.
have term k : E e_x (fun g =>
    lg el (\sum_l v l * E e_y (fun g' => ex el (dot (nu k + g) (X *m (mu l + g'))))))
    = 2%:R^-1 * (frob2 X + frob2 (X^T *m nu k)) + E e_x (fun g => lse el v (M^T *m X^T *m nu k + M^T *m X^T *m g)).
  pose q g := quad (X *m X^T) g + (frob2 (X^T *m nu k) + dot (2%:R *: (X *m (X^T *m nu k))) g).
  have aq : adm e_x q by apply: adm_add; [exact: (g_quad Gx) | exact: (adm_aff Gx)].
  have al : adm e_x (fun g => lse el v (M^T *m X^T *m nu k + M^T *m X^T *m g)) by exact: (g_lse Gx).
  rewrite -(@E_ext _ _ e_x (fun g => 2%:R^-1 * q g + lse el v (M^T *m X^T *m nu k + M^T *m X^T *m g))).
  - rewrite E_add ?E_scale //; last exact: adm_scale.
    congr (_ * _ + _); rewrite E_add; [|exact: (g_quad Gx)|exact: (adm_aff Gx)].
    by rewrite (g_cov Gx) (E_aff Gx) /frob2 /dot mxtrace_mulC.
  - by apply: adm_add => //; exact: adm_scale.
  - move=> g; rewrite inner; congr (_ * _ + lse el v _); last by rewrite mulmxDr.
    rewrite /q mulmxDr frob2D dotZl addrCA addrA; congr (_ + _ + _ * _); last by rewrite dotMl.
    by rewrite /frob2 /quad -mulmxA dotMl trmxK.
rewrite /direction; under eq_bigr do rewrite term mulrDr mulrCA mulrDr.
by rewrite big_split /= -mulr_sumr big_split /= -mulr_suml w1 mul1r.
Qed.

(* What a form does on the left outside the span of the means of x costs, and gains nothing. *)
Lemma logs_left_gen (Q : 'M[R]_dx) X :
  (forall (b : 'cV_Ky) (A : 'M_(Ky, dx)), adm e_x (fun g => lse el v (b + A *m g))) ->
  refl_invariant e_x Q -> is_oproj Q -> Q *m N = N -> logs (Q *m X) <= logs X.
Proof.
move=> alse inv oQ QN; apply: ler_sum => k _; rewrite ler_wpmul2l //.
have -> : M^T *m (Q *m X)^T *m nu k = M^T *m X^T *m nu k.
  by rewrite trmx_mul oQ.1 -!mulmxA (Pcol QN).
have -> : M^T *m (Q *m X)^T = M^T *m X^T *m Q by rewrite trmx_mul oQ.1 mulmxA.
apply: (jensen_reflection (f := fun u => lse el v (M^T *m X^T *m nu k + u)) inv) => // a b.
set c := _ *m nu k; have half01 : 0 <= (2%:R^-1 : R) <= 1 by rewrite invr_ge0 ler0n invf_le1 ?ltr0n // ler1n.
have hh : 1 - 2%:R^-1 = 2%:R^-1 :> R by apply/eqP; rewrite subr_eq -[X in X + X]mulr1 halves.
have := lse_convex el v0 v1 (c + a) (c + b) half01.
rewrite hh -mulrDr -scalerDr addrACA scalerDr.
have -> // : 2%:R^-1 *: (c + c) = c by rewrite scalerDr -scalerDl -[X in X + X]mulr1 halves scale1r.
Qed.

(* And what it does on the right outside that of y does not matter. *)
Lemma logs_right (Q : 'M[R]_dy) X : is_oproj Q -> Q *m M = M -> logs (X *m Q) = logs X.
Proof.
move=> oQ QM; have MQ : M^T *m Q = M^T by rewrite -{1}oQ.1 -trmx_mul QM.
by rewrite /logs trmx_mul oQ.1 mulmxA MQ.
Qed.

Lemma direction_left (Q : 'M[R]_dx) X : is_oproj Q -> Q *m N = N ->
  direction (Q *m X) + 2%:R^-1 * frob2 ((1%:M - Q) *m X) <= direction X.
Proof.
move=> oQ QN; rewrite !direction_closed addrAC -mulrDr.
apply: ler_add (logs_left_gen X (g_lse Gx) (g_rot Gx oQ) oQ QN); rewrite ler_wpmul2l ?invr_ge0 ?ler0n //.
rewrite addrAC -(pythagoras_l X oQ) ler_add2l; apply: ler_sum => k _.
by rewrite trmx_mul oQ.1 -mulmxA (Pcol QN).
Qed.

Lemma direction_right (Q : 'M[R]_dy) X : is_oproj Q -> Q *m M = M ->
  direction (X *m Q) + 2%:R^-1 * frob2 (X *m (1%:M - Q)) <= direction X.
Proof.
move=> oQ QM; rewrite !direction_closed (logs_right X oQ QM) addrAC ler_add2r -mulrDr ler_wpmul2l ?invr_ge0 ?ler0n //.
rewrite addrAC -(pythagoras_r X oQ) ler_add2l; apply: ler_sum => k _; rewrite ler_wpmul2l //.
by rewrite trmx_mul oQ.1 -mulmxA [leRHS](pythagoras_l _ oQ) ler_addl frob2_ge0.
Qed.
Lemma pair_term X k l : E e_x (fun g => E e_y (fun g' => dot (col k N + g) (X *m (col l M + g'))))
  = dot (col k N) (X *m col l M).
Proof.
pose c := dot (col k N) (X *m col l M).
have inner_y g : E e_y (fun g' => dot (col k N + g) (X *m (col l M + g'))) = c + dot (X *m col l M) g.
  rewrite -(@E_ext _ _ e_y (fun g' => (c + dot (X *m col l M) g) + dot (X^T *m (col k N + g)) g')).
  - exact: (E_aff Gy).
  - exact: (adm_aff Gy).
  - move=> g'; rewrite [in RHS]mulmxDr [RHS]dotDr; congr (_ + _); last by rewrite dotMl trmxK.
    by rewrite [RHS]dotDl /c [dot g _]dotC.
rewrite -(@E_ext _ _ e_x (fun g => c + dot (X *m col l M) g)); first exact: (E_aff Gx).
  exact: (adm_aff Gx).
by move=> g; rewrite inner_y.
Qed.
End Direction.

(* ------------------------------------------------------------------ *)
Section InfoNCE.
Variables (R : realFieldType) (el : explog R) (d K : nat).
Variables (N : 'M[R]_(d, K)) (w : 'I_K -> R).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis w1 : \sum_k w k = 1.
Variable e : expectation R d.

Local Notation nu k := (col k N).
Local Notation Ex := (E e).

(* the population InfoNCE loss of the bilinear critic x^T H x' *)
Definition infonce (H : 'M[R]_d) : R :=
  - (\sum_k w k * Ex (fun g => Ex (fun g' => dot (nu k + g) (H *m (nu k + g')))))
  + (\sum_k w k * Ex (fun g =>
      lg el (\sum_l w l * Ex (fun g' => ex el (dot (nu k + g) (H *m (nu l + g'))))))).

(* expected log-sum-exp term *)
Definition psi (H : 'M[R]_d) : R := logs el N N w w e H.

(* Jensen / Loewner step for the actual loss *)
Lemma psi_proj_gen P H :
  (forall (b : 'cV_K) (A : 'M_(K, d)), adm e (fun g => lse el w (b + A *m g))) ->
  refl_invariant e P -> is_oproj P -> P *m N = N -> psi (proj P H) <= psi H.
Proof.
by move=> alse inv oP PN; rewrite /psi /proj logs_right //; exact: logs_left_gen.
Qed.

Hypothesis G : gaussian el w e.

Lemma trace_between H : \tr (H *m between w N) = \sum_k w k * dot (nu k) (H *m nu k).
Proof.
rewrite /between mulmx_sumr raddf_sum /=; apply: eq_bigr => k _.
by rewrite -scalemxAr mxtraceZ mulmxA mxtrace_mulC.
Qed.

(* closed form of the population InfoNCE loss *)
Theorem infonce_closed_form H : H^T = H ->
  infonce H = gloss N w (between w N) psi H.
Proof.
move=> sH; rewrite /infonce /gloss /qpart /psi trace_between -[RHS]addrA; congr (- _ + _).
  by apply: eq_bigr => k _; rewrite (pair_term N N G G).
by rewrite -/(direction el N N w w e e H) (direction_closed _ _ w1 w0 w1 G G) sH.
Qed.

Lemma psi_proj P H : is_oproj P -> P *m N = N -> psi (proj P H) <= psi H.
Proof. by move=> oP; apply: psi_proj_gen (g_rot G oP) oP; exact: (g_lse G). Qed.

Theorem infonce_proj_le P H : is_oproj P -> P *m N = N -> H^T = H ->
  infonce (proj P H) <= infonce H.
Proof.
move=> oP PN sH; rewrite !infonce_closed_form ?(sym_proj oP) //.
by apply: gloss_proj_le => //; [exact: between_proj | exact: psi_proj].
Qed.

Theorem infonce_proj_strict P H : is_oproj P -> P *m N = N -> H^T = H ->
  infonce H <= infonce (proj P H) -> proj P H = H.
Proof.
move=> oP PN sH; rewrite !infonce_closed_form ?(sym_proj oP) //.
by apply: gloss_proj_eq => //; [exact: between_proj | exact: psi_proj].
Qed.

Corollary infonce_proj_lt P H : is_oproj P -> P *m N = N -> H^T = H ->
  proj P H != H -> infonce (proj P H) < infonce H.
Proof.
move=> oP PN sH; apply: contraR; rewrite -leNgt => h; apply/eqP.
exact: infonce_proj_strict h.
Qed.

(* every r x d minimiser has its row space inside span{nu_k} *)
Theorem infonce_minimiser r (B : 'M[R]_(r, d)) :
  is_min infonce B -> (B <= N^T)%MS.
Proof.
move=> minB; have [P [oP PN PsN]] := oproj_exists N.
have sH : (B^T *m B)^T = B^T *m B by rewrite trmx_mul trmxK.
have := minB (B *m P); rewrite -(gram_proj oP).
move=> /(infonce_proj_strict oP PN sH) /(gram_projK oP) <-.
exact: submx_trans (submxMl _ _) PsN.
Qed.

(* InfoNCE is 1-strongly convex in H on symmetric matrices: certificate and
   uniqueness of the optimal H over the PSD cone *)
Lemma psi_convex dom : convex_on dom psi.
Proof.
move=> A B t _ _ ht; rewrite /psi !mulr_sumr -big_split /=; apply: ler_sum => k _.
rewrite ![_ * (w k * _)]mulrCA -mulrDr ler_wpmul2l //.
rewrite -!E_scale; try exact: g_lse.
rewrite -E_add; try by apply: adm_scale; exact: g_lse.
apply: E_mono; first exact: g_lse.
  by apply: adm_add; apply: adm_scale; exact: g_lse.
move=> g; apply: le_trans (lse_convex el w0 w1 _ _ ht).
rewrite linearD /= !linearZ /= mulmxDr !mulmxDl -!scalemxAr -!scalemxAl !scalerDr.
by rewrite addrACA.
Qed.

Lemma psd_convex_dom : convex_dom (@psd R d).
Proof.
move=> A B t pA pB /andP[t0 t1].
by apply: psdD; apply: psdZ => //; rewrite subr_ge0.
Qed.

Lemma infonce_strongly_convex : strongly_convex (@psd R d) infonce.
Proof.
move=> A B t pA pB ht.
rewrite !infonce_closed_form ?pA.1 ?pB.1 //; last by have [] := psd_convex_dom pA pB ht.
exact: (gloss_strongly_convex N w0 (between w N) (@psi_convex (@psd R d)) pA pB ht).
Qed.

Theorem infonce_certificate H Hs : psd H -> psd Hs ->
  (forall A, psd A -> infonce Hs <= infonce A) ->
  2%:R^-1 * frob2 (H - Hs) <= infonce H - infonce Hs.
Proof. exact: (certificate_value infonce_strongly_convex psd_convex_dom). Qed.

Theorem infonce_unique H Hs : psd H -> psd Hs ->
  (forall A, psd A -> infonce Hs <= infonce A) ->
  (forall A, psd A -> infonce H <= infonce A) -> H = Hs.
Proof. exact: (minimiser_unique infonce_strongly_convex psd_convex_dom). Qed.
End InfoNCE.

(* ---- un-whitened headline statement ---- *)
Theorem infonce_fisher (R : realFieldType) (el : explog R) d K
    (Sigma W : 'M[R]_d) (Mu : 'M[R]_(d, K)) (w : 'I_K -> R)
    (e : expectation R d) r (B : 'M[R]_(r, d)) :
  (forall k, 0 <= w k) -> \sum_k w k = 1 ->
  W *m Sigma *m W^T = 1%:M -> gaussian el w e ->
  is_min (infonce el (W *m Mu) w e) B ->
  (B *m W <= (invmx Sigma *m Mu)^T)%MS.
Proof.
move=> w0 w1 white G /(infonce_minimiser w0 w1 G)/submxP[C ->].
have iS := white_inv white.
have sS : (invmx Sigma)^T = invmx Sigma by rewrite -iS trmx_mul trmxK.
by rewrite trmx_mul -!mulmxA iS trmx_mul sS submxMl.
Qed.
