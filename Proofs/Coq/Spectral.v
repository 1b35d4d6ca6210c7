(* The spectral theorem over a real closed field: a symmetric matrix has an orthonormal basis of eigenvectors, and so
   has a symmetric pencil. By induction on the dimension: with one row and column more than a diagonal matrix, the
   eigenvalue is a zero of a rational function that changes its sign. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma mul_dot (R : realFieldType) n (x y : 'cV[R]_n) : x^T *m y = (dot x y)%:M.
Proof. by rewrite [LHS]mx11_scalar /dot /mxtrace big_ord1. Qed.

Section Secular.
Variables (R : rcfType) (n : nat) (d b : 'I_n -> R) (c : R).

Let f (x : R) : R := x - c - \sum_i b i ^+ 2 / (x - d i).
Let p : {poly R} := ('X - c%:P) * \prod_i ('X - (d i)%:P)
  - \sum_i (b i ^+ 2)%:P * \prod_(j | j != i) ('X - (d j)%:P).

Lemma secularE x : (forall i, d i < x) -> p.[x] = \prod_i (x - d i) * f x.
Proof.
move=> dx; have h (P : pred 'I_n) : (\prod_(i | P i) ('X - (d i)%:P)).[x] = \prod_(i | P i) (x - d i).
  by rewrite horner_prod; apply: eq_bigr => i _; rewrite hornerXsubC.
rewrite /p hornerD hornerN hornerM hornerXsubC h horner_sum /f mulrBr mulrC; congr (_ - _).
rewrite mulr_sumr; apply: eq_bigr => i _; rewrite hornerM hornerC h [in RHS](bigD1 i) //=.
by rewrite [RHS]mulrAC mulrCA mulfV ?mulr1 // subr_eq0 gt_eqF.
Qed.

Lemma secular_root : (forall i, b i != 0) -> exists2 x, forall i, d i < x & x - c = \sum_i b i ^+ 2 / (x - d i).
Proof.
move=> b0; have bp i : 0 < b i ^+ 2 by rewrite lt_def sqrf_eq0 b0 sqr_ge0.
case: (pickP (fun _ : 'I_n => true)) => [i0 _ | none]; last first.
  by exists c => [i|]; [have := none i | rewrite subrr big1 // => i; have := none i].
have [m _ dm] := arg_maxP d (erefl true : xpredT i0).
pose M := `|d m - c| + 1; have M0 : 0 < M by rewrite /M addrC ltr_paddr.
pose e := b m ^+ 2 / (M + b m ^+ 2); have S0 : 0 < M + b m ^+ 2 by rewrite addr_gt0.
have e0 : 0 < e by rewrite divr_gt0.
have e1 : e <= 1 by rewrite ler_pdivr_mulr // mul1r ler_addr ltW.
pose s := \sum_i b i ^+ 2; have s0 : 0 <= s by apply: sumr_ge0 => i _; exact: ltW.
pose x2 := `|c| + (s + (`|d m| + 1)).
have x2m : d m + 1 <= x2.
  apply: (@le_trans _ _ (`|d m| + 1)); first by rewrite ler_add2r ler_norm.
  by rewrite /x2 addrA ler_addr addr_ge0.
have D0 x : d m + e <= x -> forall i, d i < x.
  move=> xe i; have lt_e : d m < d m + e by rewrite ltr_addl.
  by apply: le_lt_trans (lt_le_trans lt_e xe); exact: dm.
have big x : d m + e <= x -> forall i, 0 < x - d i by move=> xe i; rewrite subr_gt0 D0.
have P0 x : d m + e <= x -> 0 < \prod_i (x - d i) by move=> xe; apply: prodr_gt0 => i _; exact: big.
have x12 : d m + e <= x2 by apply: le_trans x2m; rewrite ler_add2l.
have low : p.[d m + e] <= 0.
  rewrite secularE; last exact: D0.
  rewrite pmulr_rle0 ?P0 // /f (bigD1 m) //= [d m + e - d m]addrAC subrr add0r.
  have -> : b m ^+ 2 / e = M + b m ^+ 2 by rewrite /e invf_div mulrCA mulfV ?mulr1 // gt_eqF.
  rewrite subr_le0; apply: (@le_trans _ _ M); first by rewrite addrAC ler_add ?ler_norm.
  rewrite -addrA ler_addl addr_ge0 ?sqr_ge0 //; apply: sumr_ge0 => i _.
  by rewrite divr_ge0 ?sqr_ge0 // ltW // big.
have up : 0 <= p.[x2].
  rewrite secularE; last exact: D0.
  rewrite pmulr_rge0 ?P0 // /f subr_ge0; apply: (@le_trans _ _ s).
    apply: ler_sum => i _; rewrite ler_pdivr_mulr ?big // ler_pmulr //.
    apply: (@le_trans _ _ (x2 - d m)); first by rewrite -(ler_add2r (d m)) subrK addrC.
    by rewrite ler_add2l ler_opp2; exact: dm.
  rewrite /x2 addrAC addrCA ler_addl; apply: addr_ge0; first by rewrite subr_ge0 ler_norm.
  by rewrite addr_ge0.
have [x /andP[x1 _] /rootP px] := poly_ivt x12 (introT andP (conj low up)).
exists x; first exact: D0.
move: px; rewrite secularE; last exact: D0.
by move=> /eqP; rewrite mulf_eq0 gt_eqF ?P0 //= subr_eq0 => /eqP.
Qed.
End Secular.

(* An eigenvector of a diagonal matrix with one more row and column. *)
Lemma bordered_eigenvector (R : rcfType) n (D : 'rV[R]_n) (b : 'cV[R]_n) (c : R) :
  exists (v : 'cV[R]_(1 + n)) (l : R), v != 0 /\ block_mx c%:M b^T b (diag_mx D) *m v = l *: v.
Proof.
case: (pickP (fun i => b i 0 == 0)) => [i /eqP bi | b0].
  exists (col_mx 0 (delta_mx i 0)), (D 0 i); split.
    by rewrite col_mx_eq0 negb_and; apply/orP; right; apply/eqP => /matrixP/(_ i 0); rewrite !mxE !eqxx => /eqP;
      rewrite oner_eq0.
  rewrite mul_block_col !mulmx0 !add0r scale_col_mx scaler0; congr col_mx.
    by rewrite -trmx_delta -trmx_mul -rowE; apply/matrixP => p q; rewrite !mxE !ord1 bi.
  by apply/matrixP => j k; rewrite mul_diag_mx !mxE !ord1 eqxx andbT; case: eqVneq => [-> | _]; rewrite ?mulr0.
have [x dx xE] := @secular_root R n (fun i => D 0 i) (fun i => b i 0) c (fun i => negbT (b0 i)).
have nz i : x - D 0 i != 0 by rewrite subr_eq0 gt_eqF.
exists (col_mx 1%:M (\col_i (b i 0 / (x - D 0 i)))), x; split.
  rewrite col_mx_eq0 negb_and; apply/orP; left; apply/eqP => /matrixP/(_ 0 0); rewrite !mxE eqxx => /eqP.
  by rewrite oner_eq0.
rewrite mul_block_col scale_col_mx !mulmx1; congr col_mx; apply/matrixP => i j.
- rewrite !ord1 !mxE eqxx mulr1n mulr1 -[x in RHS](subrK c) xE addrC; congr (_ + c).
  by apply: eq_bigr => k _; rewrite !mxE expr2 mulrA.
- have e k : (x - D 0 k) * (b k 0 / (x - D 0 k)) = b k 0 by rewrite mulrC divfK.
  by rewrite !ord1 mxE mul_diag_mx !mxE -{1}(e i) -mulrDl subrK.
Qed.

Definition orthogonal (R : realFieldType) n (Q : 'M[R]_n) : Prop := Q *m Q^T = 1%:M.

Lemma orthogonal_tr (R : realFieldType) n (Q : 'M[R]_n) : orthogonal Q -> Q^T *m Q = 1%:M.
Proof. exact: mulmx1C. Qed.

(* The reflection that turns a unit vector into the first axis. *)
Lemma to_first_axis (R : realFieldType) n (u : 'cV[R]_(1 + n)) : dot u u = 1 ->
  exists2 P, orthogonal P & P *m u = col_mx 1%:M 0.
Proof.
move=> unit_u; pose e : 'cV[R]_(1 + n) := col_mx 1%:M 0; case: (eqVneq u e) => [-> | ue].
  by exists 1%:M; rewrite ?mul1mx // /orthogonal trmx1 mul1mx.
have ee : dot e e = 1 by rewrite /dot tr_col_mx mul_row_col trmx1 trmx0 mulmx0 addr0 mulmx1 mxtrace1.
pose w := u - e; have w0 : dot w w != 0 by rewrite -/(frob2 w) frob2_eq0 subr_eq0.
have wu : 2%:R * dot w u = dot w w.
  by rewrite /w !(dotBl, dotBr) unit_u ee [dot e u]dotC mulr_natl mulr2n opprB.
pose k := 2%:R / dot w w; pose P : 'M[R]_(1 + n) := 1%:M - k *: (w *m w^T).
have sP : P^T = P by rewrite /P linearB /= linearZ /= trmx1 trmx_mul trmxK.
exists P.
- have ww : (w *m w^T) *m (w *m w^T) = dot w w *: (w *m w^T).
    by rewrite -mulmxA [w^T *m _]mulmxA mul_dot mul_scalar_mx -scalemxAr.
  rewrite /orthogonal sP /P mulmxBl mul1mx mulmxBr mulmx1 -scalemxAl -scalemxAr ww !scalerA.
  have -> : k * k * dot w w = k + k by rewrite -mulrA [k * dot w w]divfK // mulr_natr mulr2n.
  by rewrite scalerDl opprB addrK subrK.
- rewrite /P mulmxBl mul1mx -scalemxAl -mulmxA mul_dot mul_mx_scalar scalerA.
  by rewrite /k mulrAC wu mulfV // scale1r /w opprB addrCA subrr addr0.
Qed.

Theorem spectral (R : rcfType) n (A : 'M[R]_n) : A^T = A ->
  exists (Q : 'M[R]_n) (l : 'rV[R]_n), orthogonal Q /\ Q *m A *m Q^T = diag_mx l.
Proof.
elim: n A => [|n IH] A sA.
  by exists 1%:M, 0; split; [rewrite /orthogonal trmx1 mul1mx | apply/matrixP => -[]].
have block_orthogonal (Q : 'M[R]_n) : orthogonal Q -> orthogonal (block_mx (1%:M : 'M_1) 0 0 Q : 'M_(1 + n)).
  move=> oQ; rewrite /orthogonal tr_block_mx mulmx_block !trmx0 !(mulmx0, mul0mx, addr0, add0r) trmx1 mulmx1 oQ.
  by rewrite -scalar_mx_block.
pose B : 'M[R]_(1 + n) := A; have sB : B^T = B by exact: sA.
have [sD sL] : (drsubmx B)^T = drsubmx B /\ (dlsubmx B)^T = ursubmx B.
  by split; rewrite ?trmx_drsub ?trmx_dlsub sB.
have [Q [D [oQ QD]]] := IH _ sD; have oT := block_orthogonal Q oQ; set T := block_mx _ _ _ Q in oT.
have [v [x [v0 vE]]] := bordered_eigenvector D (Q *m dlsubmx B) (ulsubmx B 0 0).
have TBT : T *m B *m T^T = block_mx (ulsubmx B 0 0)%:M (Q *m dlsubmx B)^T (Q *m dlsubmx B) (diag_mx D).
  rewrite -{1}[B]submxK /T tr_block_mx !mulmx_block !trmx0 trmx1 !(mulmx0, mul0mx, mul1mx, mulmx1, addr0, add0r) QD.
  by rewrite trmx_mul sL -mx11_scalar.
pose z := T^T *m v.
have Bz : B *m z = x *: z.
  rewrite /z scalemxAr -vE -TBT !mulmxA (orthogonal_tr oT) mul1mx //.
have z0 : z != 0.
  by apply: contraNneq v0 => e; rewrite -[v]mul1mx -oT -mulmxA -/z e mulmx0.
pose s := Num.sqrt (frob2 z); have s0 : s != 0 by rewrite sqrtr_eq0 -ltNge frob2_gt0.
have ss : s ^+ 2 = frob2 z by rewrite sqr_sqrtr // frob2_ge0.
have unit_u : dot (s^-1 *: z) (s^-1 *: z) = 1.
  by rewrite -/(frob2 _) frob2Z exprVn ss mulVf // -ss expf_neq0.
have [P oP Pu] := to_first_axis unit_u; set e := col_mx _ _ in Pu.
pose C := P *m B *m P^T; have sC : C^T = C by rewrite /C !trmx_mul trmxK sB mulmxA.
have Ce : C *m e = x *: e.
  rewrite -Pu /C -!mulmxA [P^T *m (P *m _)]mulmxA (orthogonal_tr oP) mul1mx -scalemxAr Bz scalerA mulrC -scalerA.
  by rewrite !scalemxAr.
have [c11 c21] : ulsubmx C = x%:M /\ dlsubmx C = 0.
  move: Ce; rewrite -{1}[C]submxK /e mul_block_col !mulmx1 !mulmx0 !addr0 scale_col_mx scaler0 => /eq_col_mx[-> ->].
  by rewrite scale_scalar_mx mulr1.
have c12 : ursubmx C = 0 by rewrite -{1}sC -trmx_dlsub c21 trmx0.
have [Q2 [l [oQ2 QC]]] := IH (drsubmx C) (etrans (trmx_drsub C) (congr1 (@drsubmx _ 1 n 1 n) sC)).
have oT2 := block_orthogonal Q2 oQ2; set T2 := block_mx _ _ _ Q2 in oT2.
have TCT : T2 *m C *m T2^T = diag_mx (row_mx x%:M l).
  rewrite -[C]submxK c11 c12 c21 /T2 tr_block_mx !mulmx_block !trmx0 trmx1.
  by rewrite !(mulmx0, mul0mx, mul1mx, mulmx1, addr0, add0r) QC diag_mx_row; congr block_mx;
    apply/matrixP => i j; rewrite !ord1 !mxE.
exists (T2 *m P), (row_mx x%:M l); split.
- by rewrite /orthogonal trmx_mul mulmxA -[T2 *m P *m P^T]mulmxA oP mulmx1.
- by rewrite -TCT /C trmx_mul !mulmxA.
Qed.

(* Of two symmetric forms, the first positive definite: the rows of X are eigenvectors of the pencil (C, W),
   orthonormal in W. *)
Theorem spectral_pencil (R : rcfType) n (W C : 'M[R]_n) : pd W -> psd C ->
  exists (X : 'M[R]_n) (l : 'rV[R]_n), [/\ X *m W *m X^T = 1%:M, X *m C *m X^T = diag_mx l & forall i, 0 <= l 0 i].
Proof.
move=> pW pC; have [Q [D [oQ QD]]] := spectral pW.1.
have D0 i : 0 < D 0 i.
  have -> : D 0 i = quad W (Q^T *m delta_mx i 0).
    by rewrite -quad_congr trmxK QD quad_delta !mxE eqxx mulr1n.
  apply: pW.2; apply/eqP => z; have : delta_mx i 0 = 0 :> 'cV[R]_n by rewrite -[LHS]mul1mx -oQ -mulmxA z mulmx0.
  by move=> /matrixP/(_ i 0); rewrite !mxE !eqxx => /eqP; rewrite oner_eq0.
pose S := diag_mx (\row_i (Num.sqrt (D 0 i))^-1); pose V := S *m Q.
have VW : V *m W *m V^T = 1%:M.
  rewrite /V trmx_mul tr_diag_mx !mulmxA -(mulmxA S Q W) -(mulmxA S (Q *m W)) QD; apply/matrixP => i j.
  rewrite mul_diag_mx mul_mx_diag !mxE; case: eqVneq => [-> | _]; last by rewrite !mulr0 ?mul0r.
  by rewrite !mulr1n -{2}(sqr_sqrtr (ltW (D0 j))) expr2 mulKf ?mulfV // sqrtr_eq0 -ltNge D0.
clearbody V.
have [Q' [l [oQ' Ql]]] : exists (Q' : 'M[R]_n) (l : 'rV[R]_n), orthogonal Q' /\ Q' *m (V *m C *m V^T) *m Q'^T = diag_mx
  l.
  by apply: spectral; rewrite !trmx_mul trmxK pC.1 mulmxA.
exists (Q' *m V), l.
have XE (Y : 'M[R]_n) : Q' *m V *m Y *m (Q' *m V)^T = Q' *m (V *m Y *m V^T) *m Q'^T by rewrite trmx_mul !mulmxA.
rewrite !XE VW mulmx1; split=> // i; have -> : l 0 i = quad C (V^T *m (Q'^T *m delta_mx i 0)).
  by rewrite -quad_congr trmxK -quad_congr trmxK Ql quad_delta !mxE eqxx mulr1n.
exact: pC.2.
Qed.
