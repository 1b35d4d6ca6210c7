(* Lemmas of the ordered field library whose names MathComp 2 (Debian 13) has changed, under their names in MathComp 1
   (Debian 12), so that the files build with both. *)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Domain.
Variable R : numDomainType.
Implicit Types x y z t : R.

Lemma ler_addl x y : (x <= x + y) = (0 <= y).
Proof. by rewrite -subr_ge0 addrAC subrr add0r. Qed.
Lemma ler_addr x y : (x <= y + x) = (0 <= y).
Proof. by rewrite addrC; exact: ler_addl. Qed.
Lemma ltr_addl x y : (x < x + y) = (0 < y).
Proof. by rewrite -subr_gt0 addrAC subrr add0r. Qed.
Lemma ltr_addr x y : (x < y + x) = (0 < y).
Proof. by rewrite addrC; exact: ltr_addl. Qed.
Lemma ger_addl x y : (x + y <= x) = (y <= 0).
Proof. by rewrite -[LHS]subr_ge0 opprD addrA subrr add0r oppr_ge0. Qed.
Lemma ler_add2l x : {mono +%R x : y z / y <= z}.
Proof. by move=> y z /=; rewrite -[LHS]subr_ge0 opprD addrACA subrr add0r subr_ge0. Qed.
Lemma ler_add2r x : {mono +%R^~ x : y z / y <= z}.
Proof. by move=> y z /=; rewrite -[LHS]subr_ge0 opprD addrACA subrr addr0 subr_ge0. Qed.
Lemma ltr_add2l x : {mono +%R x : y z / y < z}.
Proof. by move=> y z /=; rewrite -[LHS]subr_gt0 opprD addrACA subrr add0r subr_gt0. Qed.
Lemma ler_add x y z t : x <= y -> z <= t -> x + z <= y + t.
Proof. by move=> xy zt; rewrite -subr_ge0 opprD addrACA addr_ge0 ?subr_ge0. Qed.
Lemma ltr_paddr y x z : 0 <= x -> y < z -> y < z + x.
Proof. by move=> x0 yz; apply: lt_le_trans yz _; rewrite -subr_ge0 addrAC subrr add0r. Qed.
Lemma ler_opp2 : {mono -%R : x y /~ x <= y :> R}.
Proof. by move=> x y /=; rewrite -[LHS]subr_ge0 opprK addrC subr_ge0. Qed.
Lemma ler_oppl x y : (- x <= y) = (- y <= x).
Proof. by rewrite -[LHS]subr_ge0 -[RHS]subr_ge0 !opprK addrC. Qed.
Lemma ler_subl_addr x y z : (x - y <= z) = (x <= z + y).
Proof. by rewrite -[LHS]subr_ge0 opprB addrA subr_ge0. Qed.
Lemma ler_subl_addl x y z : (x - y <= z) = (x <= y + z).
Proof. by rewrite [y + z]addrC; exact: ler_subl_addr. Qed.
Lemma ltr_subl_addr x y z : (x - y < z) = (x < z + y).
Proof. by rewrite -[LHS]subr_gt0 opprB addrA subr_gt0. Qed.
Lemma ler_subr_addl x y z : (x <= y - z) = (z + x <= y).
Proof. by rewrite -[LHS]subr_ge0 -[RHS]subr_ge0 opprD addrA. Qed.
Lemma ler_lt_sub x y z t : x <= y -> t < z -> x - z < y - t.
Proof.
move=> xy tz; apply: (@le_lt_trans _ _ (y - z)); first by rewrite -subr_ge0 opprB addrA subrK subr_ge0.
by rewrite -subr_gt0 opprB addrC subrKA subr_gt0.
Qed.
Lemma ler_muln2r n x y : (x *+ n <= y *+ n) = (n == 0)%N || (x <= y).
Proof. by case: n => [|n]; rewrite ?mulr0n ?lexx // -[LHS]subr_ge0 -mulrnBl pmulrn_lge0 // subr_ge0. Qed.

Lemma ler_pmul2l x : 0 < x -> {mono *%R x : y z / y <= z}.
Proof. by move=> x0 y z /=; rewrite -[LHS]subr_ge0 -mulrBr pmulr_rge0 // subr_ge0. Qed.
Lemma ler_pmul2r x : 0 < x -> {mono *%R^~ x : y z / y <= z}.
Proof. by move=> x0 y z /=; rewrite -[LHS]subr_ge0 -mulrBl pmulr_lge0 // subr_ge0. Qed.
Lemma ltr_pmul2l x : 0 < x -> {mono *%R x : y z / y < z}.
Proof. by move=> x0 y z /=; rewrite -[LHS]subr_gt0 -mulrBr pmulr_rgt0 // subr_gt0. Qed.
Lemma ltr_pmul2r x : 0 < x -> {mono *%R^~ x : y z / y < z}.
Proof. by move=> x0 y z /=; rewrite -[LHS]subr_gt0 -mulrBl pmulr_lgt0 // subr_gt0. Qed.
Lemma ler_wpmul2l x : 0 <= x -> {homo *%R x : y z / y <= z}.
Proof. by move=> x0 y z yz /=; rewrite -subr_ge0 -mulrBr mulr_ge0 ?subr_ge0. Qed.
Lemma ler_wpmul2r x : 0 <= x -> {homo *%R^~ x : y z / y <= z}.
Proof. by move=> x0 y z yz /=; rewrite -subr_ge0 -mulrBl mulr_ge0 ?subr_ge0. Qed.
Lemma ler_pimull x y : 0 <= y -> x <= 1 -> x * y <= y.
Proof. by move=> y0 x1; rewrite -subr_ge0 -{1}[y]mul1r -mulrBl mulr_ge0 ?subr_ge0. Qed.
Lemma ler_pmulr x y : 0 < y -> (y <= y * x) = (1 <= x).
Proof. by move=> y0; rewrite -{1}[y]mulr1 -[LHS]subr_ge0 -mulrBr pmulr_rge0 // subr_ge0. Qed.
End Domain.

Section Field.
Variables (F : numFieldType) (z : F).
Implicit Types x y : F.

Lemma ler_pdivl_mulr x y : 0 < z -> (x <= y / z) = (x * z <= y).
Proof. by move=> z0; rewrite -[LHS](ler_pmul2r z0) /= divfK ?gt_eqF. Qed.
Lemma ler_pdivr_mulr x y : 0 < z -> (y / z <= x) = (y <= x * z).
Proof. by move=> z0; rewrite -[LHS](ler_pmul2r z0) /= divfK ?gt_eqF. Qed.
Lemma ltr_pdivr_mulr x y : 0 < z -> (y / z < x) = (y < x * z).
Proof. by move=> z0; rewrite -[LHS](ltr_pmul2r z0) /= divfK ?gt_eqF. Qed.
End Field.

Lemma ltf_pinv (F : numFieldType) : {in Num.pos &, {mono (@GRing.inv F) : x y /~ x < y}}.
Proof.
move=> x y; rewrite !posrE => x0 y0 /=.
by rewrite -[LHS](ltr_pmul2r (mulr_gt0 x0 y0)) /= mulKf ?gt_eqF // mulrCA mulVf ?gt_eqF // mulr1.
Qed.

Lemma ler_norm_add (R : realDomainType) (x y : R) : `|x + y| <= `|x| + `|y|.
Proof.
have low z : - `|z| <= z :> R by rewrite ler_oppl -normrN ler_norm.
by rewrite ler_norml opprD !ler_add ?low ?ler_norm.
Qed.
