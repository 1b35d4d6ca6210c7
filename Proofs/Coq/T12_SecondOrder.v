(* T12, second half: with as many rows as the means have dimensions every second-order
   point is global. (The first half, strong convexity and uniqueness, is in T10_InfoNCE
   for bias 1, and here for any pairs.) *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace Certificate T10_CriticalPoints T10_InfoNCE.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Pairs of the components k and l with any probabilities p k l, so any bias: strong convexity
   and one minimiser. *)
Section Pairs.
Variables (R : realFieldType) (el : explog R) (d K : nat) (N : 'M[R]_(d, K)) (w : 'I_K -> R).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis w1 : \sum_k w k = 1.
Variables (e : expectation R d) (p : 'I_K -> 'I_K -> R).
Hypothesis G : gaussian el w e.
Notation nu k := (col k N).

Definition infonce_of_pairs (H : 'M[R]_d) : R :=
  - (\sum_k \sum_l p k l * E e (fun g => E e (fun g' => dot (nu k + g) (H *m (nu l + g')))))
  + (\sum_k w k * E e (fun g =>
      lg el (\sum_l w l * E e (fun g' => ex el (dot (nu k + g) (H *m (nu l + g'))))))).

Theorem T12_strongly_convex : strongly_convex (@psd R d) infonce_of_pairs.
Proof.
move=> A B t pA pB ht.
pose lin (H : 'M[R]_d) := \sum_k w k * dot (nu k) (H *m nu k) - \sum_k \sum_l p k l * dot (nu k) (H *m nu l).
have linear_part H : infonce_of_pairs H = infonce el N w e H + lin H.
  rewrite /infonce_of_pairs /infonce /lin addrAC; congr (_ + _); rewrite addrA.
  under eq_bigr do under eq_bigr do rewrite (pair_term N N G G).
  by under [in RHS]eq_bigr do rewrite (pair_term N N G G); rewrite addNr add0r.
have mix : lin ((1 - t) *: A + t *: B) = (1 - t) * lin A + t * lin B.
  rewrite /lin !mulrBr addrACA -opprD !mulr_sumr -!big_split /=; congr (_ - _).
    by apply: eq_bigr => k _; rewrite mulmxDl dotDr -!scalemxAl !dotZr mulrDr ![w k * (_ * _)]mulrCA.
  apply: eq_bigr => k _; rewrite !mulr_sumr -big_split; apply: eq_bigr => l _ /=.
  by rewrite mulmxDl dotDr -!scalemxAl !dotZr mulrDr ![p k l * (_ * _)]mulrCA.
have := infonce_strongly_convex N w0 w1 G pA pB ht; move: linear_part.
move: (infonce el N w e) => L linear_part le; rewrite !linear_part mix.
by rewrite ![_ * (L _ + _)]mulrDr addrACA addrAC ler_add2r.
Qed.

Theorem T12_unique H Hs : psd H -> psd Hs -> (forall A, psd A -> infonce_of_pairs Hs <= infonce_of_pairs A) ->
  (forall A, psd A -> infonce_of_pairs H <= infonce_of_pairs A) -> H = Hs.
Proof. exact: minimiser_unique T12_strongly_convex (@psd_convex_dom R d). Qed.
End Pairs.

(* The Hessian in the encoder. *)
Section Hessian.
Variables (R : realFieldType) (d : nat) (L : 'M[R]_d -> R) (H Lam : 'M[R]_d) (F : {linear 'M[R]_d -> 'M[R]_d}).
Hypothesis sLam : Lam^T = Lam.
(* F is the Hessian in H. *)
Definition hessian (K : 'M[R]_d) : R := dot K (F K).

(* The loss in H has the gradient Lam and the Hessian F at H, along every curve H + tK + t^2 M. *)
Definition expands : Prop := forall K M, exists c, forall t, `|t| <= 1 ->
  let D := t *: K + t ^+ 2 *: M in
  `|L (H + D) - (L H + dot Lam D + 2%:R^-1 * hessian D)| <= c * `|t| ^+ 3.

Lemma hessian_curve K M t : hessian (t *: K + t ^+ 2 *: M)
  = t ^+ 2 * hessian K + (t ^+ 3 * (dot K (F M) + dot M (F K)) + t ^+ 4 * hessian M).
Proof.
have FD : F (t *: K + t ^+ 2 *: M) = t *: F K + t ^+ 2 *: F M by rewrite linearD !linearZ.
have [e2 e3 e4] : [/\ t * t = t ^+ 2, t ^+ 2 * t = t ^+ 3 & t ^+ 3 * t = t ^+ 4].
  by split; rewrite -?expr2 -?exprSr.
rewrite /hessian FD dotDl !dotDr !dotZl !dotZr !mulrA e2 !e3 e4.
by rewrite mulrDr -!addrA.
Qed.

Theorem T12_hessian r (B D : 'M[R]_(r, d)) : H = B^T *m B -> expands -> exists c, forall t, `|t| <= 1 ->
  `|L ((B + t *: D)^T *m (B + t *: D)) - (L H + (t * (2%:R * dot (B *m Lam) D)
     + t ^+ 2 * dot Lam (D^T *m D)) + 2%:R^-1 * (t ^+ 2 * hessian (B^T *m D + D^T *m B)))| <= c * `|t| ^+ 3.
Proof.
move=> HB ex; set K := B^T *m D + D^T *m B; set M := D^T *m D.
have [c h] := ex K M.
exists (c + 2%:R^-1 * (`|dot K (F M) + dot M (F K)| + `|hessian M|)) => t t1; have := h t t1.
have -> : (B + t *: D)^T *m (B + t *: D) = H + (t *: K + t ^+ 2 *: M).
  have -> : (B + t *: D)^T = B^T + t *: D^T by rewrite linearD linearZ.
  by rewrite HB mulmxDl !mulmxDr -!scalemxAl -!scalemxAr scalerA -expr2 scalerDr !addrA.
have dK : 2%:R * dot (B *m Lam) D = dot Lam K.
  rewrite /K dotDr dotMl -[dot Lam (D^T *m B)]dot_tr sLam trmx_mul trmxK.
  by rewrite mulr_natl mulr2n.
cbv zeta; rewrite dK hessian_curve dotDr !dotZr; set z := _ + t ^+ 4 * _; set A := L H + _.
rewrite mulrDr [A + (_ + _)]addrA => le.
set f := L _ - _; have fE : f = (f - 2%:R^-1 * z) + 2%:R^-1 * z by rewrite subrK.
rewrite fE mulrDl; apply: le_trans (ler_norm_add _ _) (ler_add _ _).
  by move: le; rewrite opprD addrA.
have p : 0 <= `|t| ^+ 3 by rewrite exprn_ge0.
rewrite normrM ger0_norm ?invr_ge0 ?ler0n // -mulrA ler_wpmul2l ?invr_ge0 ?ler0n // mulrDl.
apply: le_trans (ler_norm_add _ _) (ler_add _ _); rewrite normrM normrX mulrC //.
by rewrite ler_wpmul2l // exprS ler_pimull.
Qed.

(* Second-order points, local minima among them: along every line the loss falls by no more
   than a multiple of t^3. *)
Definition second_order r (B : 'M[R]_(r, d)) : Prop := forall D : 'M[R]_(r, d), exists c, forall t, `|t| <= 1 ->
  L (B^T *m B) - c * `|t| ^+ 3 <= L ((B + t *: D)^T *m (B + t *: D)).

Lemma below_multiples (x k : R) : 0 <= k -> (forall s, 0 < s -> s <= 1 -> x <= k * s) -> x <= 0.
Proof.
move=> k0 h; rewrite leNgt; apply/negP => x0; pose s := x / (x + k + k).
have p : 0 < x + k + k by rewrite -addrA ltr_paddr ?addr_ge0.
have s0 : 0 < s by rewrite divr_gt0.
have s1 : s <= 1 by rewrite ler_pdivr_mulr // mul1r -addrA ler_addl addr_ge0.
have := h s s0 s1; rewrite leNgt => /negP; apply.
by rewrite /s mulrA ltr_pdivr_mulr // mulrC ltr_pmul2l // ltr_addr ltr_paddr.
Qed.

(* The terms of first and of second order of what is nowhere much below 0. *)
Lemma cubic (a b c : R) : (forall t, `|t| <= 1 -> 0 <= t * a + t ^+ 2 * b + c * `|t| ^+ 3) ->
  a = 0 /\ 0 <= b.
Proof.
move=> h; have half x : (forall s, 0 < s -> s <= 1 -> 0 <= - (s * x) + s ^+ 2 * b + c * s ^+ 3) -> x <= 0.
  move=> g; apply: (@below_multiples _ (`|b| + `|c|)); first by rewrite addr_ge0.
  move=> s s0 s1; rewrite -(ler_pmul2l s0); have := g s s0 s1.
  rewrite -addrA addrC subr_ge0 => /le_trans; apply; rewrite [leRHS]mulrCA -expr2 mulrDl [s ^+ 2 * b]mulrC.
  have s2 : 0 <= s ^+ 2 by rewrite exprn_ge0 // ltW.
  have s3 : 0 <= s ^+ 3 by rewrite exprn_ge0 // ltW.
  apply: ler_add; first by rewrite ler_wpmul2r // ler_norm.
  apply: le_trans (ler_wpmul2r s3 (ler_norm c)) _; rewrite ler_wpmul2l // exprS ler_pimull //.
have small (s : R) : 0 < s -> `|s| = s /\ `|- s| = s by move=> s0; rewrite normrN gtr0_norm.
have a0 : a = 0.
  apply/eqP; rewrite eq_le -oppr_le0; apply/andP; split; apply: half => s s0 s1; have [n1 n2] := small s s0.
    by have := h (- s); rewrite n2 mulNr sqrrN; apply.
  by have := h s; rewrite n1 mulrN opprK; apply.
split=> //; rewrite -oppr_le0; apply: (@below_multiples _ `|c|) => // s s0 s1; have [n1 n2] := small s s0.
have s2 : 0 < s ^+ 2 by rewrite exprn_gt0.
apply: (@le_trans _ _ (c * s)); last by rewrite ler_wpmul2r ?ler_norm // ltW.
rewrite -(ler_pmul2l s2) mulrN mulrCA -exprSr -subr_ge0 opprK addrC.
by have := h s; rewrite n1 a0 mulr0 add0r => /(_ s1).
Qed.

(* Its gradient is zero there, and its second derivative along D is not negative. *)
Theorem T12_second_order_conditions r (B : 'M[R]_(r, d)) : H = B^T *m B -> expands -> second_order B ->
  B *m Lam = 0 /\
  forall D : 'M[R]_(r, d), 0 <= 2%:R * dot Lam (D^T *m D) + hessian (B^T *m D + D^T *m B).
Proof.
move=> HB ex so.
have both (D : 'M[R]_(r, d)) : 2%:R * dot (B *m Lam) D = 0 /\
    0 <= dot Lam (D^T *m D) + 2%:R^-1 * hessian (B^T *m D + D^T *m B).
  have [c e] := T12_hessian D HB ex; have [c' q] := so D; apply: (@cubic _ _ (c + c')) => t t1.
  have := e t t1; rewrite ler_norml => /andP[_]; rewrite ler_subl_addl => up.
  have := le_trans (q t t1) up; rewrite -HB ler_subl_addr => le.
  rewrite -(ler_add2l (L H)) addr0; apply: le_trans le _.
  rewrite [(c + c') * _]mulrDl [t ^+ 2 * (_ + _)]mulrDr [t ^+ 2 * (2%:R^-1 * _)]mulrCA !addrA.
  exact: lexx.
have BL : B *m Lam = 0.
  have [/eqP z _] := both (B *m Lam); move: z; rewrite mulf_eq0 pnatr_eq0 /= -/(frob2 _) frob2_eq0.
  by move/eqP.
split=> // D; have [_ p] := both D; have two : (0 : R) <= 2%:R by rewrite ler0n.
by have := mulr_ge0 two p; rewrite mulrDr mulrA mulfV ?pnatr_eq0 // mul1r.
Qed.
End Hessian.

Section Convex.
Variables (R : realFieldType) (d : nat) (L : 'M[R]_d -> R) (H Lam : 'M[R]_d).
Hypothesis sLam : Lam^T = Lam.

(* Lambda >= 0 and Lambda H = 0 suffice for a minimum over the cone. [sub] is
   the gradient inequality of the convex loss. *)
Theorem T12_first_order_global :
  (forall A, psd A -> L H + dot Lam (A - H) <= L A) ->
  psd Lam -> Lam *m H = 0 -> forall A, psd A -> L H <= L A.
Proof.
move=> sub pL LH A pA; apply: le_trans (sub A pA); rewrite ler_addl dotBr.
by rewrite /dot sLam LH mxtrace0 subr0; exact: psd_trace_ge0.
Qed.

(* Second-order points. Unless the rows of B are independent they make Lambda positive
   semidefinite. *)
Lemma rank_deficient r (B : 'M[R]_(r, d)) (h : 'M[R]_d -> R) : ~~ row_free B -> h 0 = 0 ->
  (forall D : 'M[R]_(r, d), 0 <= 2%:R * dot Lam (D^T *m D) + h (B^T *m D + D^T *m B)) -> psd Lam.
Proof.
rewrite -kermx_eq0 => /rowV0Pn[u /sub_kermxP uB u0] h0 so; split=> // v.
have := so (u^T *m v^T); rewrite trmx_mul !trmxK.
have -> : v *m u *m B = 0 by rewrite -mulmxA uB mulmx0.
have -> : B^T *m (u^T *m v^T) = 0 by rewrite mulmxA -trmx_mul uB trmx0 mul0mx.
rewrite addr0 h0 addr0 pmulr_rge0 ?ltr0n // -mulmxA (mulmxA u).
have uu : u *m u^T = (frob2 u^T)%:M.
  by rewrite [LHS]mx11_scalar /frob2 /dot trmxK /mxtrace big_ord1.
rewrite uu mul_scalar_mx -scalemxAr dotZr pmulr_rge0.
  by rewrite -dotMr dotC.
by rewrite frob2_gt0 //; apply: contraNneq u0 => /(congr1 trmx); rewrite trmxK trmx0 => ->.
Qed.

(* With as many rows as columns they do so always. *)
Theorem T12_second_order r (B : 'M[R]_(r, d)) (h : 'M[R]_d -> R) :
  (d <= r)%N -> h 0 = 0 -> B *m Lam = 0 ->
  (forall D : 'M[R]_(r, d), 0 <= 2%:R * dot Lam (D^T *m D) + h (B^T *m D + D^T *m B)) ->
  psd Lam.
Proof.
move=> dr h0 BL so; case: (boolP (row_free B)) => [fB | nB]; last exact: rank_deficient nB h0 so.
have fu : row_full B.
  by rewrite -col_leq_rank; move: fB; rewrite /row_free => /eqP ->.
have -> : Lam = 0.
  by apply/eqP; rewrite -(mulmx0 _ B) in BL; move: (row_full_inj fu BL) => ->.
exact: psd0.
Qed.

Corollary T12_second_order_global r (B : 'M[R]_(r, d)) (h : 'M[R]_d -> R) :
  H = B^T *m B -> (forall A, psd A -> L H + dot Lam (A - H) <= L A) ->
  (d <= r)%N -> h 0 = 0 -> B *m Lam = 0 ->
  (forall D : 'M[R]_(r, d), 0 <= 2%:R * dot Lam (D^T *m D) + h (B^T *m D + D^T *m B)) ->
  forall A, psd A -> L H <= L A.
Proof.
move=> HB sub dr h0 BL so; apply: T12_first_order_global => //.
  exact: T12_second_order so.
by rewrite HB mulmxA -{1}sLam -trmx_mul BL trmx0 mul0mx.
Qed.
End Convex.

(* As many rows as the means have dimensions suffice, by T10 and its formula of the gradient. *)
Section Rows.
Variables (R : realFieldType) (d K r : nat) (N : 'M[R]_(d, K)) (w : 'I_K -> R) (pi P Rp : 'M[R]_K).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis pRp : psd Rp.
Hypothesis rows : (\rank N <= r)%N.
Variable B : 'M[R]_(r, d).
Let H := B^T *m B.
Let Lam := gradient N w pi P Rp H.

Lemma gradient_sym : Lam^T = Lam.
Proof. by rewrite /Lam /gradient /sym linearZ /= linearD /= trmxK addrC. Qed.

Theorem T12_full_rank : B *m Lam = 0 -> row_free B -> Lam = 0.
Proof.
move=> BL fB; have g0 : encoder_gradient N w pi P Rp B = 0 by rewrite /encoder_gradient BL scaler0.
have BN := T10_critical_points w0 pRp g0.
have NB : (N^T <= B)%MS.
  have [le <-] := mxrank_leqif_sup BN; move: fB; rewrite /row_free => /eqP rB.
  by rewrite eqn_leq le rB mxrank_tr.
have [Q [oQ QN QsN]] := oproj_exists N; have NQ := NTQc oQ QN.
have BQ := T10_critical_projector w0 pRp oQ QN g0.
have LQ : Lam *m Q = 0.
  have /submxP[Z ZE] : (Q <= B)%MS := submx_trans QsN NB.
  by rewrite -gradient_sym -oQ.1 -trmx_mul {1}ZE -mulmxA BL mulmx0 trmx0.
have z (X : 'M[R]_K) : N *m X *m N^T *m (1%:M - Q) = 0 by rewrite -!mulmxA NQ !mulmx0.
have LQc : Lam *m (1%:M - Q) = 0.
  have : 2%:R *: (Lam *m (1%:M - Q)) = 0.
    rewrite /Lam /gradient outside_means.
    - by rewrite -(mulmxA _ H) /H -(mulmxA B^T) BQ !mulmx0.
    - by rewrite /second_moment linearD /= trmx1 between_sym.
    - by have [] := psd_NRN N pRp.
    - by rewrite /H trmx_mul trmxK.
    - by rewrite mulmxDl mulNmx !z oppr0 addr0.
    - by rewrite [(_ + _)^T]linearD /= [(- _)^T]linearN /= !trmx_mul trmxK !mulmxA mulmxDl mulNmx !z oppr0 addr0.
    - by rewrite /second_moment mulmxDl mul1mx betweenE -!mulmxA NQ !mulmx0 addr0.
    - exact: z.
  by move/eqP; rewrite scaler_eq0 pnatr_eq0 => /eqP.
by rewrite -[Lam]mulmx1 -(subrK Q 1%:M) mulmxDr LQ LQc addr0.
Qed.

(* Every second-order point is a minimiser over all positive semidefinite matrices. *)
Theorem T12_rows_of_the_means (L : 'M[R]_d -> R) (F : {linear 'M[R]_d -> 'M[R]_d}) :
  expands L H Lam F -> second_order L B ->
  (forall A, psd A -> L H + dot Lam (A - H) <= L A) -> forall A, psd A -> L H <= L A.
Proof.
move=> ex so sub; have [BL curved] := T12_second_order_conditions gradient_sym (erefl H) ex so.
apply: T12_first_order_global gradient_sym sub _ _; last first.
  by rewrite /H mulmxA -{1}gradient_sym -trmx_mul BL trmx0 mul0mx.
case: (boolP (row_free B)) => [/(T12_full_rank BL) -> | nB]; first exact: psd0.
apply: (rank_deficient (h := hessian F) gradient_sym nB _ curved).
by rewrite /hessian dot0l.
Qed.
End Rows.
