(* T29, S2: where one row is critical and a second one does not lower the loss, F(a, s) >= 0. The gradient and its
   values in the plane of two directions are those of T18_Slice. *)
From Coq Require Import Ring_theory Ring.
Set Implicit Arguments.

(* Two identities of numbers, by Coq's tactic for rings. *)
Section Identities.
Variables (R : Type) (zero one : R) (add mul sub : R -> R -> R) (opp : R -> R).
Hypothesis R_ring : ring_theory zero one add mul sub opp (@eq R).
Add Ring numbers : R_ring.
Infix "+" := add.
Infix "*" := mul.
Infix "-" := sub.
Notation "- x" := (opp x).

Lemma mixed_identity x h g b c :
  x * - (h * (h + (g + g))) + c + h * (x * g + b) = c - (x * h * (h + g) - h * b).
Proof. ring. Qed.

Lemma across_identity x h g b d : let c := x * h * (h + g) - h * b in
  x * x * - (h * (h + (g + g))) + (x * c + x * c) - (d + h * (h + (g + g)))
  = x * h * (x * h) - x * h * (b + b) - d - h * (h + (g + g)).
Proof. intros c; unfold c; ring. Qed.

(* Equal weights: the first triples of a and b, without their factors u and u / root 3. *)
Section EqualWeights.
Variables t p12 p13 p21 p23 p31 p32 : R.
Let three := one + one + one.
Let two := one + one.
Let a1 := one.
Let a2 := t.
Let a3 := - (one + t).
Let b1 := - (one + two * t).
Let b2 := two + t.
Let b3 := t - one.
Let form x1 x2 x3 y1 y2 y3 := (one - p12 - p13) * (x1 * y1) + p12 * (x1 * y2) + p13 * (x1 * y3)
  + (p21 * (x2 * y1) + (one - p21 - p23) * (x2 * y2) + p23 * (x2 * y3))
  + (p31 * (x3 * y1) + p32 * (x3 * y2) + (one - p31 - p32) * (x3 * y3)).
Let lambda := two + two * t - t * t.
Let mu := t * (two + t).
Let p := p21 + p23 - p13 - p31.
Let q := two * p12 + p13 - p31 - two * p32 + p21 - p23.

Lemma difference_identity : three * form a1 a2 a3 a1 a2 a3 - form b1 b2 b3 b1 b2 b3 = three * (lambda * p + mu * q).
Proof. unfold form, lambda, mu, p, q, a1, a2, a3, b1, b2, b3, two, three; ring. Qed.

Lemma mixed_mean_identity : form a1 a2 a3 b1 b2 b3 + form b1 b2 b3 a1 a2 a3 = lambda * q - three * (mu * p).
Proof. unfold form, lambda, mu, p, q, a1, a2, a3, b1, b2, b3, two, three; ring. Qed.

(* A symmetric matrix with rows of the sum zero, by its other entries. *)
Variables r12 r13 r23 : R.
Let zero_form x1 x2 x3 y1 y2 y3 := - (r12 + r13) * (x1 * y1) + r12 * (x1 * y2) + r13 * (x1 * y3)
  + (r12 * (x2 * y1) + - (r12 + r23) * (x2 * y2) + r23 * (x2 * y3))
  + (r13 * (x3 * y1) + r23 * (x3 * y2) + - (r13 + r23) * (x3 * y3)).

Lemma beta_identity : zero_form a1 a2 a3 b1 b2 b3
  = (one + two * t) * - (three * r23) - (one - t * t) * - (three * r12) - mu * - (three * r13).
Proof. unfold zero_form, mu, a1, a2, a3, b1, b2, b3, two, three; ring. Qed.

Lemma rho_identity : three * zero_form a1 a2 a3 a1 a2 a3 = (one - t) * (one - t) * - (three * r12)
  + (two + t) * (two + t) * - (three * r13) + (one + two * t) * (one + two * t) * - (three * r23).
Proof. unfold zero_form, a1, a2, a3, two, three; ring. Qed.
End EqualWeights.
End Identities.

From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace T10_CriticalPoints T18_Slice.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Fact number_ring (R : realFieldType) :
  ring_theory (0 : R) 1 (fun x y => x + y) (fun x y => x * y) (fun x y => x - y) (fun x => - x) eq.
Proof.
split=> //; [exact: add0r | exact: addrC | exact: addrA | exact: mul1r | exact: mulrC | exact: mulrA
  | exact: mulrDl | exact: subrr].
Qed.

(* F(a, s) of T29, (1), with h = s^2. *)
Definition second_row (R : realFieldType) K (w : 'I_K -> R) (P Rp : 'M[R]_K) (a b : 'cV[R]_K) (h : R) : R :=
  let G := diag_mx (\row_k w k) + Rp in
  let y := (bil (sym P) a b + h * (bil Rp a b / 2%:R)) / (h + bil G a a / 2%:R) in
  y * y - y * bil Rp a b - (bil P a a - bil P b b) - h * (h + bil G a a).

Section SecondRow.
Variables (R : realFieldType) (K : nat) (w : 'I_K -> R) (P Rp M : 'M[R]_K) (a b : 'cV[R]_K) (h delta x : R).
Let W : 'M[R]_K := diag_mx (\row_k w k).
Let G : 'M[R]_K := W + Rp.
Hypothesis sM : M^T = M.
Hypothesis aWb : bil W a b = 0.
Hypothesis bWb : bil W b b = bil W a a.
Hypothesis Maa : bil M a a = bil P a a - delta * bil W a a.
Hypothesis Mab : bil M a b = bil (sym P) a b - delta * bil W a b.
Hypothesis Mbb : bil M b b = bil P b b - delta * bil W b b.
Let alpha := x *: a + b.
Hypothesis along : bil M a a + h * (h + bil G a a) = 0.
Hypothesis mixed : bil M a alpha + h * (bil G a alpha / 2%:R) = 0.
Hypothesis not0 : h + bil G a a / 2%:R != 0.

Lemma second_rowE : bil M alpha alpha = second_row w P Rp a b h.
Proof.
have twice (y : R) : y = y / 2%:R + y / 2%:R by rewrite -mulr2n -mulr_natr divfK ?pnatr_eq0.
set g := bil G a a / 2%:R; set beta := bil Rp a b / 2%:R.
have gE : bil G a a = g + g by exact: twice.
have aM : bil M a a = - (h * (h + (g + g))) by rewrite -gE; apply/eqP; rewrite -addr_eq0 along.
have cE : bil M a b = bil (sym P) a b by rewrite Mab aWb mulr0 subr0.
have GE : bil G a alpha / 2%:R = x * g + beta.
  rewrite /alpha bilDr bilZr mulrDl mulrA; congr (_ + _ / _).
  by rewrite /bil mulmxDl dotDr -/(bil W a b) aWb add0r.
have c : bil (sym P) a b = x * h * (h + g) - h * beta.
  apply/eqP; rewrite -subr_eq0; apply/eqP/(etrans (esym (mixed_identity (number_ring R) x h g beta _))).
  by move: mixed; rewrite GE /alpha bilDr bilZr aM cE.
have b2 : bil Rp a b = beta + beta by exact: twice.
have yE : (bil (sym P) a b + h * (bil Rp a b / 2%:R)) / (h + bil G a a / 2%:R) = x * h.
  by rewrite c subrK mulfK.
have Mb : bil M b b = - ((bil P a a - bil P b b) + h * (h + (g + g))).
  rewrite Mbb bWb opprD opprB -aM Maa; rewrite addrA; congr (_ - _).
  by rewrite subrK.
rewrite /second_row yE b2 gE /alpha.
apply: etrans (across_identity (number_ring R) x h g beta (bil P a a - bil P b b)).
rewrite !(bilDl, bilDr, bilZl, bilZr) (bilC b a sM) aM cE c Mb.
by rewrite [x * (_ + (_ - _))]mulrDr [x * (x * - _)]mulrA !addrA.
Qed.
End SecondRow.

(* T29, S2, for the minimiser H = s^2 u u^T in the plane of u and v, a = s N^T u. Centred, biased pairs; the
   conditions of optimality are those of T12. *)
Section Claim.
Variables (R : realFieldType) (d K : nat) (N : 'M[R]_(d, K)) (w : 'I_K -> R) (P Rp : 'M[R]_K) (delta s : R).
Variables u v : 'cV[R]_d.
Let weights : 'cV[R]_K := \col_k w k.
Let W : 'M[R]_K := diag_mx (\row_k w k).
Let pi : 'M[R]_K := delta *: W + (1 - delta) *: (weights *m weights^T).
Let H : 'M[R]_d := s ^+ 2 *: (u *m u^T).
Let Lam := gradient N w pi P Rp H.
Let a : 'cV[R]_K := s *: (N^T *m u).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis pRp : psd Rp.
Hypothesis centred : N *m weights = 0.
Hypothesis unit_u : dot u u = 1.
Hypothesis orthogonal : dot u v = 0.
Hypothesis basis : u *m u^T + v *m v^T = 1%:M.
Hypothesis s0 : 0 < s.
Hypothesis optimal : psd Lam /\ Lam *m H = 0.

Lemma W_psd : psd W.
Proof.
split=> [|x]; first exact: tr_diag_mx.
rewrite /quad dotE; apply: sumr_ge0 => k _; rewrite big_ord1 mul_diag_mx !mxE mulrCA -expr2.
by rewrite mulr_ge0 ?sqr_ge0.
Qed.

Lemma not_zero x : s ^+ 2 + bil (W + Rp) x x / 2%:R != 0.
Proof.
have p : psd (W + Rp) by apply: psdD => //; exact: W_psd.
rewrite gt_eqF // ltr_paddr ?exprn_gt0 //; rewrite mulr_ge0 ?invr_ge0 ?ler0n //; exact: p.2.
Qed.

(* The pairs of vectors of weighted sum zero. *)
Lemma pairs x y : dot weights x = 0 -> bil (sym (P - pi)) x y = bil (sym P) x y - delta * bil W x y.
Proof.
move=> wx; have sW : W^T = W by exact: tr_diag_mx.
have z : bil (weights *m weights^T) x y = 0.
  have scalar (p q : 'cV[R]_K) : p^T *m q = (dot p q)%:M by rewrite [LHS]mx11_scalar /dot /mxtrace big_ord1.
  by rewrite /bil -mulmxA scalar mul_mx_scalar dotZr [dot x _]dotC wx mulr0.
have -> : sym (P - pi) = sym P - pi.
  have spi : pi^T = pi by rewrite /pi linearD /= !linearZ /= sW trmx_mul trmxK.
  rewrite /sym linearB /= spi addrACA scalerDr -opprD scalerN; congr (_ - _).
  by rewrite -mulr2n -scaler_nat scalerA mulVf ?pnatr_eq0 // scale1r.
have bD (A B : 'M[R]_K) : bil (A - B) x y = bil A x y - bil B x y by rewrite /bil mulmxBl dotBr.
rewrite bD; congr (_ - _); rewrite /bil /pi mulmxDl dotDr -!scalemxAl !dotZr.
by rewrite -/(bil W x y) -/(bil (weights *m weights^T) x y) z mulr0 addr0.
Qed.

Lemma centred_a : dot weights a = 0.
Proof. by rewrite /a dotZr [dot _ _]dotC dotMl trmxK centred dot0r mulr0. Qed.

Lemma pure y : bil P y y = bil (sym P) y y.
Proof. by rewrite bil_sym -mulr2n -[X in _ * X]mulr_natl mulKf ?pnatr_eq0. Qed.

Lemma along : bil (sym (P - pi)) a a + s ^+ 2 * (s ^+ 2 + bil (W + Rp) a a) = 0.
Proof.
have [uu _ _] := (T18_optimal N w pi P Rp unit_u (exprn_gt0 2 s0) basis).1 optimal.
have [eu _ _] := T18_slice N w pi P Rp (s ^+ 2) unit_u orthogonal.
move: uu; rewrite eu => /(congr1 ( *%R (s ^+ 2))); rewrite mulr0 => <-.
by rewrite /a !(bilZl, bilZr) !mulrA -expr2 -mulrDr; congr (_ * _); rewrite mulrDr mulr1.
Qed.

(* E t m(t) = a^T P a + s^2 a^T R a. *)
Theorem T29_size : 0 < bil W a a -> 0 <= bil P a a + s ^+ 2 * bil Rp a a -> s ^+ 2 < delta.
Proof.
move=> V0 mono; have s2 : 0 < s ^+ 2 by rewrite exprn_gt0.
have bD : bil (W + Rp) a a = bil W a a + bil Rp a a by rewrite /bil mulmxDl dotDr.
have /eqP := along; rewrite (pairs _ centred_a) -pure bD addrAC subr_eq0 => /eqP e.
have sum_e : bil P a a + s ^+ 2 * (s ^+ 2 + (bil W a a + bil Rp a a))
    = s ^+ 2 * s ^+ 2 + (bil P a a + s ^+ 2 * bil Rp a a) + s ^+ 2 * bil W a a.
  by rewrite !mulrDr [LHS]addrCA -!addrA [s ^+ 2 * bil Rp a a + _]addrC.
by rewrite -(ltr_pmul2r V0) -e sum_e -subr_gt0 addrK ltr_paddr // mulr_gt0.
Qed.

Theorem T29_second_row b x t : dot weights b = 0 -> bil W a b = 0 -> bil W b b = bil W a a ->
  N^T *m v = t *: (x *: a + b) -> t != 0 -> 0 <= second_row w P Rp a b (s ^+ 2).
Proof.
move=> wb aWb bWb vE t0; have s2 : 0 < s ^+ 2 by rewrite exprn_gt0.
have [uu uv vv] := (T18_optimal N w pi P Rp unit_u s2 basis).1 optimal.
have [_ ev ew] := T18_slice N w pi P Rp (s ^+ 2) unit_u orthogonal.
set M := sym (P - pi) in ev ew *; have sM : M^T = M by rewrite /M /sym linearZ /= linearD /= trmxK addrC.
have mixed : bil M a (x *: a + b) + s ^+ 2 * (bil (W + Rp) a (x *: a + b) / 2%:R) = 0.
  have e : bil M a (N^T *m v) + s ^+ 2 * (bil (W + Rp) a (N^T *m v) / 2%:R) = 0.
    move: uv; rewrite ev => /(congr1 ( *%R s)); rewrite mulr0 => <-.
    rewrite mulrDr /a !bilZl; congr (_ + _).
    by rewrite -[s * _ / _]mulrA [LHS]mulrCA; congr (_ * _); rewrite [bil _ _ _ / _]mulrC mulrA [_ / _]mulrC.
  move: e; rewrite vE !bilZr -[t * _ / _]mulrA [_ ^+ 2 * (t * _)]mulrCA -mulrDr => /eqP.
  by rewrite mulf_eq0 (negPf t0) => /eqP.
have across : 0 <= bil M (x *: a + b) (x *: a + b).
  move: vv; rewrite ew vE bilZl bilZr mulrA -expr2 pmulr_rge0 // lt_def sqr_ge0 sqrf_eq0 t0 //.
rewrite -(second_rowE sM aWb bWb (delta := delta) _ _ _ along mixed (not_zero a)) //.
- by rewrite (pairs _ centred_a) pure.
- exact: (pairs _ centred_a).
- by rewrite (pairs _ wb) pure.
Qed.
End Claim.

(* With three components there is such a b, if the means span the plane of u and v. The hypothesis [monotone] is that
   E t m(t) >= 0. *)
Theorem T29_claim (R : rcfType) d (N : 'M[R]_(d, 3)) (w : 'I_3 -> R) (P Rp : 'M[R]_3) (delta s : R) (u v : 'cV[R]_d) :
  let weights : 'cV[R]_3 := \col_k w k in
  let W : 'M[R]_3 := diag_mx (\row_k w k) in
  let Lam := gradient N w (delta *: W + (1 - delta) *: (weights *m weights^T)) P Rp (s ^+ 2 *: (u *m u^T)) in
  let a := s *: (N^T *m u) in
  (forall k, 0 < w k) -> psd Rp -> N *m weights = 0 -> (forall x : 'cV_d, N^T *m x = 0 -> x = 0) ->
  dot u u = 1 -> dot u v = 0 -> dot v v = 1 -> u *m u^T + v *m v^T = 1%:M -> 0 < s ->
  psd Lam /\ Lam *m (s ^+ 2 *: (u *m u^T)) = 0 ->
  (exists b, [/\ dot weights b = 0, bil W a b = 0, bil W b b = bil W a a & 0 <= second_row w P Rp a b (s ^+ 2)])
  /\ (0 <= bil P a a + s ^+ 2 * bil Rp a a -> s ^+ 2 < delta).
Proof.
move=> weights W Lam a wp pR centred span unit_u orthogonal unit_v basis s0 optimal.
have w0 k : 0 <= w k by exact: ltW.
have WE x : bil W x x = \sum_k w k * x k 0 ^+ 2.
  by rewrite /bil dotE; apply: eq_bigr => k _; rewrite big_ord1 mul_diag_mx !mxE mulrCA -expr2.
have W_pos x : x != 0 -> 0 < bil W x x.
  move=> x0; have p k : 0 <= w k * x k 0 ^+ 2 by rewrite mulr_ge0 ?sqr_ge0.
  rewrite lt_def WE sumr_ge0 // andbT; apply: contraNneq x0 => /eqP; rewrite psumr_eq0 // => /allP z.
  apply/eqP/matrixP => k j; rewrite ord1 mxE; have /= := z k (mem_index_enum _).
  by rewrite mulf_eq0 gt_eqF //= sqrf_eq0 => /eqP.
have sW : W^T = W by exact: tr_diag_mx.
have dual (y : 'cV[R]_d) : dot weights (N^T *m y) = 0 by rewrite dotC dotMl trmxK centred dot0r.
have wa : dot weights a = 0 by rewrite /a dotZr dual mulr0.
have a0 : a != 0.
  rewrite /a scaler_eq0 negb_or (gt_eqF s0) /=; apply/eqP => /span z.
  by have := unit_u; rewrite z dot0l => /esym/eqP; rewrite oner_eq0.
split.
- have weights0 : weights != 0.
    apply/eqP => /matrixP/(_ 0 0); rewrite !mxE => z; have := wp 0; by rewrite z ltxx.
  have [b0 [wb aWb all]] := T18_basis weights0 sW wa (negbT (gt_eqF (W_pos a a0))).
  have [t [r vE]] := all (N^T *m v) (dual v).
  have [r0 b00] : r != 0 /\ b0 != 0.
    suff : r *: b0 != 0 by rewrite scaler_eq0 negb_or => /andP[].
    apply/eqP => z; have /span : N^T *m (v - t *: (s *: u)) = 0.
      by rewrite mulmxBr -!scalemxAr vE z addr0 subrr.
    move=> /eqP; rewrite subr_eq0 => /eqP e; have := unit_v; rewrite {2}e !dotZr [dot v u]dotC orthogonal !mulr0.
    by move=> /esym/eqP; rewrite oner_eq0.
  pose l := Num.sqrt (bil W a a / bil W b0 b0); have l0 : 0 < l by rewrite sqrtr_gt0 divr_gt0 ?W_pos.
  have nl : l != 0 by rewrite gt_eqF.
  have bWb : bil W (l *: b0) (l *: b0) = bil W a a.
    by rewrite bilZl bilZr mulrA -expr2 sqr_sqrtr ?divfK ?gt_eqF ?divr_ge0 ?ltW ?W_pos.
  exists (l *: b0); split=> //; rewrite ?dotZr ?bilZr ?wb ?aWb ?mulr0 //.
  apply: (T29_second_row w0 pR centred unit_u orthogonal basis s0 optimal (x := t * l / r) (t := r / l)) => //.
  + by rewrite dotZr wb mulr0.
  + by rewrite bilZr aWb mulr0.
  + rewrite vE scalerDr !scalerA divfK //; congr (_ *: _ + _).
    by rewrite -[t * l / r]mulrA mulrCA [r / l * (l / r)]mulrA divfK // mulfV // mulr1.
  + by rewrite mulf_neq0 ?invr_neq0.
- exact: T29_size centred unit_u orthogonal basis s0 optimal (W_pos a a0).
Qed.

(* T29, S3: P is a third of pi, whose rows have the sum 1, and S a third of that of the text; r is 1 / root 3. *)
Section EqualWeights.
Variables (R : realFieldType) (u t r : R) (pi Rp : 'M[R]_3).
Hypothesis root : 3%:R * (r * r) = 1.
Hypothesis rows : forall k, \sum_l pi k l = 1.
Hypothesis sRp : Rp^T = Rp.
Hypothesis zero_rows : forall k, \sum_l Rp k l = 0.
Let i1 : 'I_3 := Ordinal (isT : (0 < 3)%N).
Let i2 : 'I_3 := Ordinal (isT : (1 < 3)%N).
Let i3 : 'I_3 := Ordinal (isT : (2 < 3)%N).
Let P := 3%:R^-1 *: pi.
Let S k l := - (3%:R * Rp k l).
Definition triple (x y z : R) : 'cV[R]_3 := \col_i [:: x; y; z]`_i.
Let a := u *: triple 1 t (- (1 + t)).
Let b := (u * r) *: triple (- (1 + 2%:R * t)) (2%:R + t) (t - 1).
Let lambda := 2%:R + 2%:R * t - t * t.
Let mu := t * (2%:R + t).
Let p := pi i2 i1 + pi i2 i3 - pi i1 i3 - pi i3 i1.
Let q := 2%:R * pi i1 i2 + pi i1 i3 - pi i3 i1 - 2%:R * pi i3 i2 + pi i2 i1 - pi i2 i3.

Lemma sum3 (f : 'I_3 -> R) : \sum_i f i = f i1 + f i2 + f i3.
Proof.
rewrite !big_ord_recl big_ord0 addr0 addrA; congr (f _ + f _ + f _); exact: val_inj.
Qed.

Lemma bil3 (A : 'M[R]_3) x1 x2 x3 y1 y2 y3 : bil A (triple x1 x2 x3) (triple y1 y2 y3) =
  A i1 i1 * (x1 * y1) + A i1 i2 * (x1 * y2) + A i1 i3 * (x1 * y3)
  + (A i2 i1 * (x2 * y1) + A i2 i2 * (x2 * y2) + A i2 i3 * (x2 * y3))
  + (A i3 i1 * (x3 * y1) + A i3 i2 * (x3 * y2) + A i3 i3 * (x3 * y3)).
Proof.
rewrite /bil dotE sum3 !big_ord1 !mxE !sum3 !mxE /= !mulrDr.
by congr (_ + _ + _); rewrite ![_ * (A _ _ * _)]mulrCA.
Qed.

Lemma three : 1 + 1 + 1 = 3%:R :> R.
Proof. by rewrite -natr1 -natr1 -[1%:R]/(1 : R) || by rewrite !mulrS mulr0n addr0 addrA. Qed.

Lemma rowE : [/\ pi i1 i1 = 1 - pi i1 i2 - pi i1 i3, pi i2 i2 = 1 - pi i2 i1 - pi i2 i3
  & pi i3 i3 = 1 - pi i3 i1 - pi i3 i2].
Proof.
split; [have := rows i1 | have := rows i2 | have := rows i3]; rewrite sum3 => <-.
- by rewrite [_ + pi i1 i3]addrAC !addrK.
- by rewrite [pi i2 i1 + _]addrC [_ + pi i2 i3]addrAC !addrK.
- by rewrite [_ + pi i3 i3]addrC addrA [_ + pi i3 i2]addrAC !addrK.
Qed.

Lemma zero_rowE : [/\ Rp i1 i1 = - (Rp i1 i2 + Rp i1 i3), Rp i2 i2 = - (Rp i1 i2 + Rp i2 i3)
  & Rp i3 i3 = - (Rp i1 i3 + Rp i2 i3)].
Proof.
have s k l : Rp k l = Rp l k by rewrite -{1}sRp mxE.
split; apply/eqP; rewrite -addr_eq0; apply/eqP; [rewrite -(zero_rows i1) | rewrite -(zero_rows i2) |
  rewrite -(zero_rows i3)];
  rewrite sum3.
- by rewrite addrA.
- by rewrite (s i2 i1) addrA; congr (_ + _); rewrite addrC.
- by rewrite (s i3 i1) (s i3 i2) addrC.
Qed.

Let A := triple 1 t (- (1 + t)).
Let B := triple (- (1 + 2%:R * t)) (2%:R + t) (t - 1).

Lemma bil_third x y : bil P x y = 3%:R^-1 * bil pi x y.
Proof. by rewrite /bil /P -scalemxAl dotZr. Qed.

Theorem T29_difference : 3%:R * (bil P a a - bil P b b) = u * u * (lambda * p + mu * q).
Proof.
have e : 3%:R * bil pi A A - bil pi B B = 3%:R * (lambda * p + mu * q).
  have [r1 r2 r3] := rowE; rewrite !bil3 r1 r2 r3 -three; exact: (difference_identity (number_ring R)).
have -> : 3%:R * (bil P a a - bil P b b) = u * u * bil pi A A - u * r * (u * r) * bil pi B B.
  by rewrite !bil_third -mulrBr mulVKf ?pnatr_eq0 // /a /b !(bilZl, bilZr) !mulrA.
have -> : u * u * bil pi A A = u * r * (u * r) * (3%:R * bil pi A A).
  by rewrite [u * r * (u * r)]mulrACA [RHS]mulrA -[u * u * (r * r) * _]mulrA [r * r * _]mulrC root mulr1.
by rewrite -mulrBr e [u * r * (u * r)]mulrACA [LHS]mulrA -[u * u * (r * r) * _]mulrA [r * r * _]mulrC root mulr1.
Qed.

Theorem T29_mixed : 6%:R * bil (sym P) a b = u * u * r * (lambda * q - 3%:R * (mu * p)).
Proof.
have e : bil pi A B + bil pi B A = lambda * q - 3%:R * (mu * p).
  have [r1 r2 r3] := rowE; rewrite !bil3 r1 r2 r3 -three; exact: (mixed_mean_identity (number_ring R)).
rewrite bil_sym !bil_third -mulrDr -e mulrA mulrA; have -> : 6%:R / 2%:R / 3%:R = 1 :> R.
  by rewrite -mulrA -invfM -natrM mulfV // pnatr_eq0.
by rewrite mul1r /a /b !(bilZl, bilZr) !mulrA [u * r * u]mulrAC -mulrDr.
Qed.

Theorem T29_beta : bil Rp a b = u * u * r *
  ((1 + 2%:R * t) * S i2 i3 - (1 - t * t) * S i1 i2 - mu * S i1 i3).
Proof.
have s k l : Rp k l = Rp l k by rewrite -{1}sRp mxE.
have [r1 r2 r3] := zero_rowE; rewrite /a /b bilZl bilZr !mulrA bil3 r1 r2 r3 (s i2 i1) (s i3 i1) (s i3 i2).
congr (_ * _); rewrite /S -three; exact: (beta_identity (number_ring R)).
Qed.

Theorem T29_rho : 3%:R * bil Rp a a = u * u * ((1 - t) * (1 - t) * S i1 i2 + (2%:R + t) * (2%:R + t) * S i1 i3
  + (1 + 2%:R * t) * (1 + 2%:R * t) * S i2 i3).
Proof.
have s k l : Rp k l = Rp l k by rewrite -{1}sRp mxE.
have [r1 r2 r3] := zero_rowE; rewrite /a bilZl bilZr [u * (u * _)]mulrA mulrCA bil3 r1 r2 r3 (s i2 i1) (s i3 i1) (s i3
  i2).
congr (_ * _); rewrite /S -three; exact: (rho_identity (number_ring R)).
Qed.
End EqualWeights.
