(* T18 (and T17, S4 and S5): an optimum of rank one, H = h u u^T. Its gradient in the plane of u and v, with the
   coordinates a = N^T u and alpha = N^T v of the means, and the slope across for three components. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace T10_CriticalPoints.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* x^T A y *)
Definition bil (R : realFieldType) n (A : 'M[R]_n) (x y : 'cV[R]_n) : R := dot x (A *m y).

Section Bilinear.
Variables (R : realFieldType) (n : nat) (A : 'M[R]_n).
Implicit Types x y z : 'cV[R]_n.

Lemma bilDl x y z : bil A (x + y) z = bil A x z + bil A y z.
Proof. exact: dotDl. Qed.
Lemma bilDr x y z : bil A x (y + z) = bil A x y + bil A x z.
Proof. by rewrite /bil mulmxDr dotDr. Qed.
Lemma bilZl t x y : bil A (t *: x) y = t * bil A x y.
Proof. exact: dotZl. Qed.
Lemma bilZr t x y : bil A x (t *: y) = t * bil A x y.
Proof. by rewrite /bil -scalemxAr dotZr. Qed.
Lemma bilC x y : A^T = A -> bil A x y = bil A y x.
Proof. by move=> sA; rewrite /bil dotC dotMl sA. Qed.
Lemma bil_sym x y : bil (sym A) x y = 2%:R^-1 * (bil A x y + bil A y x).
Proof.
rewrite /bil /sym -scalemxAl dotZr mulmxDl dotDr; congr (_ * (_ + _)).
by rewrite -dotMl dotC.
Qed.
End Bilinear.

Section Slice.
Variables (R : realFieldType) (d K : nat) (N : 'M[R]_(d, K)) (w : 'I_K -> R) (pi P Rp : 'M[R]_K).
Variables (u v : 'cV[R]_d) (h : R).
Hypothesis unit_u : dot u u = 1.
Hypothesis orthogonal : dot u v = 0.
Let H : 'M[R]_d := h *: (u *m u^T).
Let Lam := gradient N w pi P Rp H.
(* M = sym(P - pi), where pi counts as delta diag w for centred means; G = diag w + R *)
Let M : 'M[R]_K := sym (P - pi).
Let G : 'M[R]_K := diag_mx (\row_k w k) + Rp.
Let a := N^T *m u.
Let alpha := N^T *m v.

Lemma slice_gradient x y : bil Lam x y = bil M (N^T *m x) (N^T *m y)
  + 2%:R^-1 * h * (dot u x * (dot u y + bil G a (N^T *m y)) + dot u y * (dot u x + bil G a (N^T *m x))).
Proof.
have pull (Y : 'M[R]_K) p q : bil (N *m Y *m N^T) p q = bil Y (N^T *m p) (N^T *m q).
  by rewrite /bil -!mulmxA dotC dotMl dotC.
have HX (X : 'M[R]_d) p q : bil (H *m X) p q = h * (dot u p * bil X u q).
  rewrite /bil /H -!scalemxAl dotZr; congr (_ * _); rewrite -!mulmxA.
  have -> : u^T *m (X *m q) = (bil X u q)%:M.
    by rewrite [LHS]mx11_scalar /bil /dot /mxtrace big_ord1.
  by rewrite mul_mx_scalar dotZr dotC mulrC.
rewrite /Lam /gradient bil_sym.
have one p q : bil (- (N *m pi *m N^T) + N *m P *m N^T + H *m second_moment N w + H *m (N *m Rp *m N^T)) p q
    = bil (P - pi) (N^T *m p) (N^T *m q) + h * (dot u p * (dot u q + bil G a (N^T *m q))).
  have add (A B : 'M[R]_d) : bil (A + B) p q = bil A p q + bil B p q by rewrite /bil mulmxDl dotDr.
  have addK (A B : 'M[R]_K) r s : bil (A + B) r s = bil A r s + bil B r s by rewrite /bil mulmxDl dotDr.
  have opp (A : 'M[R]_d) : bil (- A) p q = - bil A p q by rewrite /bil mulNmx dotNr.
  have oppK (A : 'M[R]_K) r s : bil (- A) r s = - bil A r s by rewrite /bil mulNmx dotNr.
  have second q' : bil (second_moment N w) u q' = dot u q' + bil (diag_mx (\row_k w k)) a (N^T *m q').
    by rewrite /second_moment betweenE {1}/bil mulmxDl mul1mx dotDr; congr (_ + _); exact: pull.
  rewrite !add opp !pull !HX addK oppK second pull -/a /G addK.
  by rewrite -addrA -!mulrDr; congr (_ + _ * (_ * _)); [exact: addrC | rewrite addrA].
rewrite !one /M bil_sym -mulrA -!mulrDr; congr (_ * _).
by rewrite addrACA -mulrDr.
Qed.

Theorem T18_slice : [/\ bil Lam u u = bil M a a + h * (1 + bil G a a),
    bil Lam u v = bil M a alpha + 2%:R^-1 * h * bil G a alpha & bil Lam v v = bil M alpha alpha].
Proof.
rewrite !slice_gradient -/a -/alpha unit_u orthogonal; split.
- have twice x : x + x = 2%:R * x :> R by rewrite mulr_natl mulr2n.
  by rewrite mul1r twice mulrCA -mulrA mulVKf ?pnatr_eq0.
- by rewrite mul1r mul0r addr0 add0r.
- by rewrite !mul0r addr0 mulr0 addr0.
Qed.

(* In the plane H is optimal, with Lambda H = 0 and Lambda >= 0 (T12), exactly if three numbers have these signs. *)
Theorem T18_optimal : 0 < h -> u *m u^T + v *m v^T = 1%:M ->
  (psd Lam /\ Lam *m H = 0) <-> [/\ bil Lam u u = 0, bil Lam u v = 0 & 0 <= bil Lam v v].
Proof.
move=> h0 basis; have sL : Lam^T = Lam by rewrite /Lam /gradient /sym linearZ /= linearD /= trmxK addrC.
have project (x : 'cV[R]_d) : x = dot u x *: u + dot v x *: v.
  have scalar (y z : 'cV[R]_d) : y^T *m z = (dot y z)%:M by rewrite [LHS]mx11_scalar /dot /mxtrace big_ord1.
  by rewrite -{1}[x]mul1mx -basis mulmxDl -!mulmxA !scalar !mul_mx_scalar.
split=> [[pL LH] | [uu uv vv]].
  have Lu : Lam *m u = 0.
    have e : Lam *m H *m u = h *: (Lam *m u).
      rewrite /H -scalemxAr -scalemxAl -!mulmxA.
      have -> : u^T *m u = 1%:M by rewrite [LHS]mx11_scalar -unit_u /dot /mxtrace big_ord1.
      by rewrite mulmx1.
    by move: e; rewrite LH mul0mx => /esym/eqP; rewrite scaler_eq0 gt_eqF // => /eqP.
  split; [by rewrite /bil Lu dot0r | by rewrite bilC // /bil Lu dot0r | exact: pL.2].
have Lu : Lam *m u = 0 by rewrite [LHS]project -/(bil Lam u u) -/(bil Lam v u) uu (bilC v u sL) uv !scale0r addr0.
split; last by rewrite /H -scalemxAr mulmxA Lu mul0mx scaler0.
split=> // x; rewrite /quad -/(bil Lam x x) (project x) !(bilDl, bilDr, bilZl, bilZr) uu uv (bilC v u sL) uv.
by rewrite !(mulr0, add0r) mulrA mulr_ge0 // -expr2 sqr_ge0.
Qed.
End Slice.

(* The slope across, where that along and the mixed one are zero. The second coordinates are a combination of a and
   of a vector b with a^T G b = 0; for three components every one is (below). *)
Section Across.
Variables (R : realFieldType) (K : nat) (M G : 'M[R]_K) (a b : 'cV[R]_K) (h : R).
Hypothesis sM : M^T = M.
Hypothesis h0 : 0 < h.
Hypothesis along : bil M a a + h * (1 + bil G a a) = 0.
Hypothesis aGb : bil G a b = 0.
Let tilt := h * (1 + bil G a a / 2%:R).

Lemma along_tilt : bil M a a = h - (tilt + tilt).
Proof.
have -> : tilt + tilt = h + h * (1 + bil G a a).
  have e : 2%:R * (1 + bil G a a / 2%:R) = 1 + (1 + bil G a a).
    by rewrite mulrDr mulr1 mulrCA mulfV ?pnatr_eq0 // mulr1 addrA.
  have -> : tilt + tilt = 2%:R * tilt by rewrite mulr_natl mulr2n.
  by rewrite /tilt mulrCA e !mulrDr !mulr1.
by rewrite opprD addrA subrr add0r -(addr0_eq along) opprK.
Qed.

(* The slope across, where that along and the mixed one vanish. *)
Theorem T18_across t s : let alpha := t *: a + s *: b in
  bil M a alpha + 2%:R^-1 * h * bil G a alpha = 0 ->
  s * bil M a b = t * tilt /\ bil M alpha alpha = t ^+ 2 * h + s ^+ 2 * bil M b b.
Proof.
move=> alpha; rewrite /alpha !(bilDl, bilDr, bilZl, bilZr) aGb mulr0 addr0 (bilC b a sM) => mixed.
have e : s * bil M a b = t * tilt.
  have half : 2%:R^-1 * h * bil G a a = tilt - h by rewrite /tilt mulrDr mulr1 addrC addKr [in RHS]mulrA [RHS]mulrC
    mulrA.
  have := mixed; rewrite along_tilt [_ * h * (t * _)]mulrCA half addrAC -mulrDr.
  have -> : h - (tilt + tilt) + (tilt - h) = - tilt by rewrite addrC addrA subrK opprD addrA subrr add0r.
  by rewrite mulrN addrC => /eqP; rewrite subr_eq0 => /eqP.
split=> //; rewrite [s * (_ + _)]mulrDr [s * (t * _)]mulrCA !e addrA -!(mulrDr t).
by rewrite along_tilt -[_ + tilt + tilt]addrA subrK !expr2 !mulrA.
Qed.

(* For alpha = a + s b, as in T17, S5. *)
Corollary T18_slope s : let alpha := a + s *: b in bil M a b != 0 ->
  bil M a alpha + 2%:R^-1 * h * bil G a alpha = 0 ->
  bil M alpha alpha = h * (1 + h * (1 + bil G a a / 2%:R) ^+ 2 * bil M b b / bil M a b ^+ 2).
Proof.
move=> alpha n mixed; have := @T18_across 1 s; rewrite /= scale1r => /(_ mixed)[e v].
have -> : bil M alpha alpha = h + (tilt / bil M a b) ^+ 2 * bil M b b.
  by rewrite v expr1n mul1r -[tilt]mul1r -e mulfK.
rewrite mulrDr mulr1; congr (_ + _); rewrite expr_div_n /tilt exprMn.
by rewrite [h ^+ 2]expr2 -!mulrA; do 4 congr (_ * _); rewrite mulrC.
Qed.

(* The direction is left out, that is the slope is not negative, if and only if rho >= 1 or b^T M b >= 0. *)
Corollary T18_left_out s : let alpha := a + s *: b in bil M a b != 0 ->
  bil M a alpha + 2%:R^-1 * h * bil G a alpha = 0 ->
  (0 <= bil M alpha alpha) = (- (h * (1 + bil G a a / 2%:R) ^+ 2 * bil M b b) <= bil M a b ^+ 2).
Proof.
move=> alpha n mixed; rewrite (T18_slope n mixed) pmulr_rge0 // -ler_subl_addl sub0r ler_oppl.
have p : 0 < bil M a b ^+ 2 by rewrite lt_def sqrf_eq0 n sqr_ge0.
by rewrite -[- (_ / _)]mulNr ler_pdivr_mulr // mul1r.
Qed.
End Across.

(* With three components every alpha of weighted sum zero is such a combination, and b has weighted sum zero too. *)
Theorem T18_basis (R : realFieldType) (w a : 'cV[R]_3) (G : 'M[R]_3) :
  w != 0 -> G^T = G -> dot w a = 0 -> bil G a a != 0 ->
  exists b, [/\ dot w b = 0, bil G a b = 0 & forall alpha, dot w alpha = 0 -> exists t s, alpha = t *: a + s *: b].
Proof.
move=> w0 sG wa aGa; pose g := G *m a; pose Z := kermx (row_mx w g).
have ga x : dot g x = bil G a x by rewrite /g dotMl sG.
have scalar (x y : 'cV[R]_3) : x^T *m y = (dot x y)%:M by rewrite [LHS]mx11_scalar /dot /mxtrace big_ord1.
have zero : (0 : R)%:M = 0 :> 'M[R]_1 by rewrite raddf0.
have inZ x : dot w x = 0 -> dot g x = 0 -> (x^T <= Z)%MS.
  by move=> wx gx; apply/sub_kermxP; rewrite mul_mx_row !scalar dotC wx dotC gx zero row_mx0.
have free : \rank (row_mx w g) = 2%N.
  apply/eqP; rewrite -mxrank_tr -/(row_free _); apply: inj_row_free => c; rewrite tr_row_mx.
  rewrite -[c]hsubmxK mul_row_col => cE; set p := lsubmx c in cE *; set q := rsubmx c in cE *.
  have q0 : q = 0.
    have := congr1 (mulmx^~ a) cE; rewrite mul0mx mulmxDl -!mulmxA !scalar wa ga zero mulmx0 add0r.
    rewrite mul_mx_scalar => /eqP; rewrite scaler_eq0 (negPf aGa) => /eqP //.
  have p0 : p = 0.
    move: cE; rewrite q0 mul0mx addr0 [p]mx11_scalar mul_scalar_mx => /eqP; rewrite scaler_eq0.
    rewrite -[w^T == 0](inj_eq (@trmx_inj _ _ _)) trmxK trmx0 (negPf w0) orbF => /eqP ->; exact: zero.
  by rewrite p0 q0 row_mx0.
have rZ : \rank Z = 1%N by rewrite mxrank_ker free.
have nz : nz_row Z != 0 by rewrite nz_row_eq0 -mxrank_eq0 rZ.
have ZE : (Z <= nz_row Z)%MS.
  have [_ <-] := mxrank_leqif_sup (nz_row_sub Z); by rewrite rZ rank_rV nz.
have kernel : nz_row Z *m row_mx w g = 0 by apply/sub_kermxP; exact: nz_row_sub.
exists (nz_row Z)^T; move: kernel; rewrite mul_mx_row -row_mx0 => /eq_row_mx[kw kg].
have dots (x : 'cV[R]_3) : nz_row Z *m x = 0 -> dot x (nz_row Z)^T = 0.
  by move=> e; rewrite dotC /dot trmxK e mxtrace0.
split; [exact: dots | by rewrite -ga dots |] => alpha wal; pose t := dot g alpha / bil G a a.
have tE : t * bil G a a = dot g alpha by rewrite /t divfK.
have in_Z : ((alpha - t *: a)^T <= nz_row Z)%MS.
  by apply: submx_trans ZE; apply: inZ; rewrite dotBr dotZr ?wal ?wa ?mulr0 ?subrr // (ga a) tE subrr.
have /sub_rVP[s sE] := in_Z; exists t, s.
by rewrite -[s *: _]trmxK linearZ /= trmxK -sE trmxK addrC subrK.
Qed.
