(* T10 for minimisers, from the definition of the InfoNCE loss with bias 1, and
   T12 (convexity, uniqueness). Gaussian integration enters through an
   expectation functional [E] of which the record [gaussian] lists what is used:
   linear, monotone, first and second moment, moment generating function,
   invariance under reflections. That a Gaussian has them is on paper. *)
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
Definition psi (H : 'M[R]_d) : R :=
  \sum_k w k * Ex (fun g => lse el w (N^T *m H *m nu k + N^T *m H *m g)).

(* Jensen / Loewner step for the actual loss *)
Lemma psi_proj_gen P H :
  (forall (b : 'cV_K) (A : 'M_(K, d)), adm e (fun g => lse el w (b + A *m g))) ->
  refl_invariant e P -> is_oproj P -> P *m N = N -> psi (proj P H) <= psi H.
Proof.
move=> alse inv oP PN; apply: ler_sum => k _; rewrite ler_wpmul2l //.
have NP : N^T *m P = N^T by rewrite -{1}oP.1 -trmx_mul PN.
have -> : N^T *m proj P H *m nu k = N^T *m H *m nu k.
  by rewrite /proj !mulmxA NP -!mulmxA (Pcol PN).
have -> : N^T *m proj P H = N^T *m H *m P by rewrite /proj !mulmxA NP.
apply: (jensen_reflection (f := fun u => lse el w (N^T *m H *m nu k + u)) inv).
- move=> u v; set b := _ *m nu k.
  have half01 : 0 <= (2%:R^-1 : R) <= 1.
    by rewrite invr_ge0 ler0n invf_le1 ?ltr0n // ler1n.
  have hh : 1 - 2%:R^-1 = 2%:R^-1 :> R.
    by apply/eqP; rewrite subr_eq -[X in X + X]mulr1 halves.
  have := lse_convex el w0 w1 (b + u) (b + v) half01.
  rewrite hh -mulrDr -scalerDr addrACA scalerDr.
  have -> // : 2%:R^-1 *: (b + b) = b.
  by rewrite scalerDr -scalerDl -[X in X + X]mulr1 halves scale1r.
- exact: alse.
- exact: alse.
Qed.

(* standard Gaussian facts *)
Record gaussian : Prop := Gaussian {
  g_lin : forall u, adm e (fun g => dot u g);
  g_mean : forall u, Ex (fun g => dot u g) = 0;
  g_quad : forall A, adm e (fun g => quad A g);
  g_cov : forall A, Ex (fun g => quad A g) = \tr A;
  g_exp : forall u, adm e (fun g => ex el (dot u g));
  g_mgf : forall u, Ex (fun g => ex el (dot u g)) = ex el (2%:R^-1 * frob2 u);
  g_lse : forall (b : 'cV_K) (A : 'M_(K, d)), adm e (fun g => lse el w (b + A *m g));
  g_rot : forall P, is_oproj P -> refl_invariant e P
}.
Hypothesis G : gaussian.

Lemma E_aff c u : Ex (fun g => c + dot u g) = c.
Proof. by rewrite (E_add (adm_cst e c) (g_lin G u)) E_cst (g_mean G) addr0. Qed.

Lemma adm_aff c u : adm e (fun g => c + dot u g).
Proof. exact: adm_add (adm_cst e c) (g_lin G u). Qed.

Lemma pos_term H k l :
  Ex (fun g => Ex (fun g' => dot (nu k + g) (H *m (nu l + g')))) = dot (nu k) (H *m nu l).
Proof.
pose c := dot (nu k) (H *m nu l).
have inner g : Ex (fun g' => dot (nu k + g) (H *m (nu l + g'))) = c + dot (H *m nu l) g.
  rewrite -(@E_ext _ _ e (fun g' => (c + dot (H *m nu l) g) + dot (H^T *m (nu k + g)) g')).
  - exact: E_aff.
  - exact: adm_aff.
  - move=> g'; rewrite [in RHS]mulmxDr [RHS]dotDr; congr (_ + _); last by rewrite dotMl trmxK.
    by rewrite [RHS]dotDl /c [dot g _]dotC.
rewrite -(@E_ext _ _ e (fun g => c + dot (H *m nu l) g)); first exact: E_aff.
  exact: adm_aff.
by move=> g; rewrite inner.
Qed.

Lemma trace_between H : \tr (H *m between w N) = \sum_k w k * dot (nu k) (H *m nu k).
Proof.
rewrite /between mulmx_sumr raddf_sum /=; apply: eq_bigr => k _.
by rewrite -scalemxAr mxtraceZ mulmxA mxtrace_mulC.
Qed.

Lemma inner_mgf H (a : 'cV[R]_d) l : H^T = H ->
  Ex (fun g' => ex el (dot a (H *m (nu l + g'))))
  = ex el (dot a (H *m nu l)) * ex el (2%:R^-1 * frob2 (H *m a)).
Proof.
move=> sH.
rewrite -(@E_ext _ _ e (fun g' => ex el (dot a (H *m nu l)) * ex el (dot (H *m a) g'))).
- by rewrite E_scale ?(g_mgf G) //; exact: g_exp.
- by apply: adm_scale; exact: g_exp.
- by move=> g'; rewrite -exD mulmxDr dotDr [dot (H *m a) _]dotMl sH.
Qed.

Lemma neg_inner H (a : 'cV[R]_d) : H^T = H ->
  lg el (\sum_l w l * Ex (fun g' => ex el (dot a (H *m (nu l + g')))))
  = 2%:R^-1 * frob2 (H *m a) + lse el w (N^T *m H *m a).
Proof.
move=> sH; under eq_bigr do rewrite inner_mgf // mulrA.
rewrite -mulr_suml; set q := 2%:R^-1 * _.
have -> : \sum_l w l * ex el (dot a (H *m nu l)) = sumexp el w (N^T *m H *m a).
  apply: eq_bigr => l _; congr (_ * ex el _).
  rewrite dotC dotMl sH -mulmxA dotE mxE.
  by apply: eq_bigr => i _; rewrite big_ord1 !mxE.
by rewrite lgM ?sumexp_gt0 ?ex_gt0 // exK addrC.
Qed.

Lemma neg_term H k : H^T = H ->
  Ex (fun g => lg el (\sum_l w l * Ex (fun g' => ex el (dot (nu k + g) (H *m (nu l + g'))))))
  = 2%:R^-1 * (frob2 H + frob2 (H *m nu k))
    + Ex (fun g => lse el w (N^T *m H *m nu k + N^T *m H *m g)).
Proof.
move=> sH; set h := 2%:R^-1.
pose F1 g := h * (quad (H *m H) g + (frob2 (H *m nu k) + dot (2%:R *: (H *m (H *m nu k))) g)).
pose F2 g := lse el w (N^T *m H *m nu k + N^T *m H *m g).
have a1' : adm e (fun g => quad (H *m H) g + (frob2 (H *m nu k) + dot (2%:R *: (H *m (H *m nu k))) g)).
  by apply: adm_add; [exact: g_quad | exact: adm_aff].
have a1 : adm e F1 by exact: adm_scale.
have a2 : adm e F2 by exact: g_lse.
rewrite -(@E_ext _ _ e (fun g => F1 g + F2 g)).
- rewrite E_add //; congr (_ + _); rewrite E_scale // E_add; [|exact: g_quad|exact: adm_aff].
  by rewrite (g_cov G) E_aff /frob2 /dot sH.
- exact: adm_add.
- move=> g; rewrite neg_inner //; congr (_ + _); last by rewrite /F2 -mulmxDr.
  rewrite /F1 -/h; congr (_ * _); rewrite mulmxDr frob2D dotZl addrCA addrA.
  congr (_ + _ + _ * _); last by rewrite dotMl sH.
  by rewrite /frob2 /quad -mulmxA dotMl sH.
Qed.

(* closed form of the population InfoNCE loss *)
Theorem infonce_closed_form H : H^T = H ->
  infonce H = gloss N w (between w N) psi H.
Proof.
move=> sH; rewrite /infonce /gloss /qpart /psi trace_between -[RHS]addrA. congr (_ + _).
  by congr (- _); apply: eq_bigr => k _; rewrite pos_term.
under eq_bigr do rewrite neg_term // mulrDr mulrCA mulrDr.
rewrite big_split /= -mulr_sumr big_split /= -mulr_suml w1 mul1r.
by [].
Qed.

Lemma psi_proj P H : is_oproj P -> P *m N = N -> psi (proj P H) <= psi H.
Proof. by move=> oP; apply: psi_proj_gen (g_rot G oP) oP; exact: g_lse. Qed.

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
rewrite mulmxDr !mulmxDl -!scalemxAr -!scalemxAl !scalerDr.
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
