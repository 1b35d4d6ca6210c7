(* Base of all files. Matrices over an ordered field, without square roots:
   the inner product <A, B> = tr(A^T B) (dot) and its square norm (frob2), the
   quadratic form v^T A v (quad), positive semidefinite (psd) and definite (pd)
   matrices, orthogonal projectors (is_oproj), sum w_k x_k x_k^T (between).
   
   How to read these files. 'M[R]_(m, n) is the type of m x n matrices over R, *m
   the matrix product, *: multiplication by a number, A^T the transpose, 1%:M the
   identity, invmx the inverse, 'cV a column vector, \sum_k a sum. R is any
   ordered field (realFieldType); rcfType adds square roots. (A <= B)%MS says that
   the row space of A lies in that of B, (A :=: B)%MS that they are equal: so a
   span of columns is written as a transpose. What stands between Theorem and
   Proof is the statement, together with the Hypothesis lines of its Section; the
   rest a reader may skip, the compiler does not. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Export Names.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Frobenius.
Variable R : realFieldType.

Definition dot m n (A B : 'M[R]_(m, n)) : R := \tr (A^T *m B).
Definition frob2 m n (A : 'M[R]_(m, n)) : R := dot A A.

Lemma dotE m n (A B : 'M[R]_(m, n)) : dot A B = \sum_i \sum_j A i j * B i j.
Proof.
rewrite /dot /mxtrace exchange_big; apply: eq_bigr => j _ /=; rewrite mxE.
by apply: eq_bigr => i _; rewrite mxE.
Qed.

Lemma dotC m n (A B : 'M[R]_(m, n)) : dot A B = dot B A.
Proof. by rewrite /dot -mxtrace_tr trmx_mul trmxK. Qed.

Lemma dotDl m n (A B C : 'M[R]_(m, n)) : dot (A + B) C = dot A C + dot B C.
Proof. by rewrite /dot linearD mulmxDl mxtraceD. Qed.
Lemma dotDr m n (A B C : 'M[R]_(m, n)) : dot A (B + C) = dot A B + dot A C.
Proof. by rewrite dotC dotDl !(dotC A). Qed.
Lemma dotZl m n t (A B : 'M[R]_(m, n)) : dot (t *: A) B = t * dot A B.
Proof. by rewrite /dot linearZ -scalemxAl mxtraceZ. Qed.
Lemma dotZr m n t (A B : 'M[R]_(m, n)) : dot A (t *: B) = t * dot A B.
Proof. by rewrite dotC dotZl dotC. Qed.
Lemma dotNl m n (A B : 'M[R]_(m, n)) : dot (- A) B = - dot A B.
Proof. by rewrite -scaleN1r dotZl mulN1r. Qed.
Lemma dotNr m n (A B : 'M[R]_(m, n)) : dot A (- B) = - dot A B.
Proof. by rewrite dotC dotNl dotC. Qed.
Lemma dotBl m n (A B C : 'M[R]_(m, n)) : dot (A - B) C = dot A C - dot B C.
Proof. by rewrite dotDl dotNl. Qed.
Lemma dotBr m n (A B C : 'M[R]_(m, n)) : dot A (B - C) = dot A B - dot A C.
Proof. by rewrite dotDr dotNr. Qed.
Lemma dot0r m n (A : 'M[R]_(m, n)) : dot A 0 = 0.
Proof. by rewrite /dot mulmx0 mxtrace0. Qed.
Lemma dot0l m n (A : 'M[R]_(m, n)) : dot 0 A = 0.
Proof. by rewrite dotC dot0r. Qed.

Lemma dotMl m n p (X : 'M[R]_(m, n)) (A : 'M_(n, p)) (B : 'M_(m, p)) :
  dot (X *m A) B = dot A (X^T *m B).
Proof. by rewrite /dot trmx_mul mulmxA. Qed.

Lemma dotMr m n p (A : 'M[R]_(m, n)) (Y : 'M_(n, p)) (B : 'M_(m, p)) :
  dot (A *m Y) B = dot A (B *m Y^T).
Proof. by rewrite /dot trmx_mul -mulmxA mxtrace_mulC mulmxA. Qed.

Lemma dot_tr m n (A B : 'M[R]_(m, n)) : dot A^T B^T = dot A B.
Proof. by rewrite /dot trmxK mxtrace_mulC -mxtrace_tr trmx_mul trmxK. Qed.

Lemma frob2E m n (A : 'M[R]_(m, n)) : frob2 A = \sum_i \sum_j A i j ^+ 2.
Proof. by rewrite /frob2 dotE. Qed.

Lemma frob2_ge0 m n (A : 'M[R]_(m, n)) : 0 <= frob2 A.
Proof.
by rewrite frob2E; apply: sumr_ge0 => i _; apply: sumr_ge0 => j _; apply: sqr_ge0.
Qed.

Lemma frob2_eq0 m n (A : 'M[R]_(m, n)) : (frob2 A == 0) = (A == 0).
Proof.
apply/idP/eqP => [|->]; last by rewrite /frob2 dot0r.
rewrite frob2E psumr_eq0; last by move=> i _; apply: sumr_ge0 => j _; apply: sqr_ge0.
move=> /allP h; apply/matrixP => i j; rewrite mxE.
have := h i (mem_index_enum _); rewrite /= psumr_eq0; last by move=> ? _; apply: sqr_ge0.
by move=> /allP /(_ j (mem_index_enum _)) /=; rewrite sqrf_eq0 => /eqP.
Qed.

Lemma frob20 m n : frob2 (0 : 'M[R]_(m, n)) = 0.
Proof. exact: dot0r. Qed.

Lemma frob2_tr m n (A : 'M[R]_(m, n)) : frob2 A^T = frob2 A.
Proof. exact: dot_tr. Qed.

Lemma frob2Z m n t (A : 'M[R]_(m, n)) : frob2 (t *: A) = t ^+ 2 * frob2 A.
Proof. by rewrite /frob2 dotZl dotZr mulrA expr2. Qed.

Lemma frob2D m n (A B : 'M[R]_(m, n)) :
  frob2 (A + B) = frob2 A + frob2 B + 2%:R * dot A B.
Proof.
by rewrite /frob2 dotDl !dotDr (dotC B A) mulr_natl mulr2n [dot A B + dot B B]addrC addrACA.
Qed.

Lemma frob2B m n (A B : 'M[R]_(m, n)) :
  frob2 (A - B) = frob2 A + frob2 B - 2%:R * dot A B.
Proof.
by rewrite frob2D dotNr mulrN -[- B]scaleN1r frob2Z sqrrN expr1n mul1r.
Qed.

Lemma frob2_gt0 m n (A : 'M[R]_(m, n)) : A != 0 -> 0 < frob2 A.
Proof. by move=> h; rewrite lt_def frob2_ge0 frob2_eq0 h. Qed.

(* Cauchy-Schwarz, square-root free *)
Lemma cauchy_schwarz m n (A B : 'M[R]_(m, n)) :
  dot A B ^+ 2 <= frob2 A * frob2 B.
Proof.
case: (eqVneq B 0) => [->|B0]; first by rewrite dot0r frob20 expr0n mulr0.
have b0 := frob2_gt0 B0.
pose t := dot A B / frob2 B.
have := frob2_ge0 (A - t *: B).
rewrite frob2B frob2Z dotZr.
have -> : t ^+ 2 * frob2 B = t * dot A B.
  by rewrite expr2 -mulrA /t divfK ?gt_eqF.
rewrite mulr_natl mulr2n opprD addrA addrK subr_ge0 /t.
by rewrite mulrAC -expr2 ler_pdivr_mulr.
Qed.

(* From  |D|^2 <= <G, D>  deduce  |D|^2 <= |G|^2. *)
Lemma dot_self_bound m n (G D : 'M[R]_(m, n)) :
  frob2 D <= dot G D -> frob2 D <= frob2 G.
Proof.
case: (eqVneq D 0) => [->|D0 h]; first by rewrite frob20 frob2_ge0.
have d0 := frob2_gt0 D0.
have gd0 : 0 <= dot G D by apply: le_trans h; exact: ltW.
have : frob2 D ^+ 2 <= frob2 G * frob2 D.
  by apply: le_trans (cauchy_schwarz G D); rewrite ler_sqr ?nnegrE ?frob2_ge0.
by rewrite expr2 ler_pmul2r.
Qed.

End Frobenius.

Section PSD.
Variable R : realFieldType.

Definition quad n (A : 'M[R]_n) (v : 'cV_n) : R := dot v (A *m v).
Definition psd n (A : 'M[R]_n) : Prop :=
  A^T = A /\ forall v : 'cV_n, 0 <= quad A v.
Definition pd n (A : 'M[R]_n) : Prop :=
  A^T = A /\ forall v : 'cV_n, v != 0 -> 0 < quad A v.
(* Loewner order *)
Definition lew n (A B : 'M[R]_n) : Prop := psd (B - A).

Lemma quadD n (A B : 'M[R]_n) v : quad (A + B) v = quad A v + quad B v.
Proof. by rewrite /quad mulmxDl dotDr. Qed.
Lemma quadZ n t (A : 'M[R]_n) v : quad (t *: A) v = t * quad A v.
Proof. by rewrite /quad -scalemxAl dotZr. Qed.

Lemma pd_psd n (A : 'M[R]_n) : pd A -> psd A.
Proof.
move=> [sA pA]; split=> // v; case: (eqVneq v 0) => [->|/pA/ltW//].
by rewrite /quad dot0l.
Qed.

Lemma psdD n (A B : 'M[R]_n) : psd A -> psd B -> psd (A + B).
Proof.
move=> [sA pA] [sB pB]; split; first by rewrite linearD /= sA sB.
by move=> v; rewrite quadD addr_ge0.
Qed.

Lemma pdD n (A B : 'M[R]_n) : pd A -> psd B -> pd (A + B).
Proof.
move=> [sA pA] [sB pB]; split; first by rewrite linearD /= sA sB.
by move=> v v0; rewrite quadD ltr_paddr ?pA.
Qed.

Lemma quad_congr m n (A : 'M[R]_m) (X : 'M_(m, n)) v :
  quad (X^T *m A *m X) v = quad A (X *m v).
Proof. by rewrite /quad dotMl !mulmxA. Qed.

Lemma psd_congr m n (A : 'M[R]_m) (X : 'M_(m, n)) : psd A -> psd (X^T *m A *m X).
Proof.
move=> [sA pA]; split; first by rewrite !trmx_mul trmxK sA mulmxA.
by move=> v; rewrite quad_congr.
Qed.

Lemma psd1 n : psd (1%:M : 'M[R]_n).
Proof. by split; [rewrite trmx1 | move=> v; rewrite /quad mul1mx frob2_ge0]. Qed.

Lemma psd_gram m n (X : 'M[R]_(m, n)) : psd (X^T *m X).
Proof. by have := psd_congr X (psd1 m); rewrite mulmx1. Qed.

Lemma psdZ n t (A : 'M[R]_n) : 0 <= t -> psd A -> psd (t *: A).
Proof.
move=> t0 [sA pA]; split; first by rewrite linearZ /= sA.
by move=> v; rewrite quadZ mulr_ge0.
Qed.

Lemma psd0 n : psd (0 : 'M[R]_n).
Proof. by split; [rewrite trmx0 | move=> v; rewrite /quad mul0mx dot0r]. Qed.

Lemma psd_sum n (I : Type) (s : seq I) (F : I -> 'M[R]_n) :
  (forall i, psd (F i)) -> psd (\sum_(i <- s) F i).
Proof. by move=> h; elim/big_rec: _ => [|i x _]; [exact: psd0 | exact: psdD]. Qed.

Lemma pd_unit n (A : 'M[R]_n) : pd A -> A \in unitmx.
Proof.
move=> [sA pA]; rewrite -row_free_unit; apply: inj_row_free => v vA.
apply/eqP; apply: contraT => v0.
have vt0 : v^T != 0 by apply: contraNneq v0 => /(congr1 trmx); rewrite trmxK trmx0 => ->.
have e : A *m v^T = 0 by rewrite -sA -trmx_mul vA trmx0.
by have := pA _ vt0; rewrite /quad e dot0r ltxx.
Qed.

Lemma pd_inv n (A : 'M[R]_n) : pd A -> pd (invmx A).
Proof.
move=> pA; have uA := pd_unit pA; case: pA => sA pA.
have sI : (invmx A)^T = invmx A by rewrite trmx_inv sA.
split=> // v v0.
have -> : invmx A = (invmx A)^T *m A *m invmx A by rewrite sI mulVmx // mul1mx.
rewrite quad_congr pA //.
apply: contraNneq v0 => /(congr1 (mulmx A)).
by rewrite mulmxA mulmxV // mul1mx mulmx0 => ->.
Qed.

(* PSD decomposition into rank-one pieces, without square roots and without
   the spectral theorem: valid over every ordered field. *)
Lemma dot_delta m n (B : 'M[R]_(m, n)) i j : dot (delta_mx i j) B = B i j.
Proof.
rewrite dotE (bigD1 i) //= (bigD1 j) //= !mxE !eqxx mul1r.
rewrite big1 ?addr0 => [|k /negPf kj]; last by rewrite mxE kj andbF mul0r.
rewrite big1 ?addr0 // => k /negPf ki.
by rewrite big1 // => l _; rewrite mxE ki mul0r.
Qed.

Lemma quadDv n (A : 'M[R]_n) u v : A^T = A ->
  quad A (u + v) = quad A u + quad A v + 2%:R * dot u (A *m v).
Proof.
move=> sA; rewrite /quad mulmxDr dotDl !dotDr.
have -> : dot v (A *m u) = dot u (A *m v) by rewrite dotC dotMl sA.
by rewrite mulr_natl mulr2n [_ + dot v _]addrC addrACA.
Qed.

Lemma quad_delta n (A : 'M[R]_n) i : quad A (delta_mx i 0) = A i i.
Proof. by rewrite /quad dot_delta -colE mxE. Qed.

Lemma dot_delta_A n (A : 'M[R]_n) i j :
  dot (delta_mx i (0 : 'I_1)) (A *m delta_mx j 0) = A i j.
Proof. by rewrite dot_delta -colE mxE. Qed.

Lemma psd_diag0 n (A : 'M[R]_n) : psd A -> (forall i, A i i = 0) -> A = 0.
Proof.
move=> [sA pA] d0; apply/matrixP => i j; rewrite mxE.
have h t : 0 <= 2%:R * (t * A i j).
  have := pA (delta_mx i 0 + t *: delta_mx j 0).
  rewrite quadDv // -scalemxAr dotZr dot_delta_A quad_delta d0 add0r.
  by rewrite /quad -scalemxAr dotZl dotZr -/(quad _ _) quad_delta d0 !mulr0 add0r.
have two0 : (0 : R) < 2%:R by rewrite ltr0n.
have := h 1; rewrite mul1r pmulr_rge0 // => h1.
have := h (-1); rewrite mulN1r pmulr_rge0 // oppr_ge0 => h2.
by apply/eqP; rewrite eq_le h1 h2.
Qed.

Definition rank1 n (p : R * 'cV[R]_n) : 'M[R]_n := p.1 *: (p.2 *m p.2^T).

Lemma psd_decomp n (A : 'M[R]_n) : psd A ->
  exists s : seq (R * 'cV[R]_n),
    all (fun p => 0 < p.1) s /\ A = \sum_(p <- s) rank1 p.
Proof.
have [k] := ubnP #|[pred i | A i i != 0]|.
elim: k => // k IH in A *; rewrite ltnS => card pA.
case: (pickP [pred i | A i i != 0]) => [i /= Aii | none]; last first.
  exists [::]; split => //; rewrite big_nil; apply: psd_diag0 => // i.
  by have /negbFE/eqP := none i.
have [sA qA] := pA.
have Aii0 : 0 < A i i by rewrite lt_def Aii -quad_delta qA.
pose c := col i A.
pose E : 'M[R]_n := 1%:M - (A i i)^-1 *: (delta_mx i (0 : 'I_1) *m c^T).
have cE : c = A *m delta_mx i 0 by rewrite /c colE.
have AE : A *m E = A - (A i i)^-1 *: (c *m c^T).
  by rewrite /E mulmxBr mulmx1 -scalemxAr mulmxA -cE.
pose A1 := E^T *m A *m E.
have pA1 : psd A1 by exact: psd_congr.
have A1E : A1 = A - (A i i)^-1 *: (c *m c^T).
  have tE : E^T = 1%:M - (A i i)^-1 *: (c *m delta_mx (0 : 'I_1) i).
    by rewrite /E linearB /= trmx1 linearZ /= trmx_mul trmxK trmx_delta.
  have dA : delta_mx (0 : 'I_1) i *m A = c^T by rewrite cE trmx_mul sA trmx_delta.
  rewrite /A1 -mulmxA AE tE mulmxBl mul1mx -scalemxAl mulmxBr -mulmxA dA -scalemxAr.
  have -> : (c *m delta_mx 0 i) *m (c *m c^T) = A i i *: (c *m c^T).
    rewrite -mulmxA [delta_mx 0 i *m _]mulmxA -rowE.
    have -> : row i c = (A i i)%:M.
      by rewrite [row i c]mx11_scalar !mxE.
    by rewrite mul_scalar_mx -scalemxAr.
  by rewrite scalerA mulVf // scale1r subrr scaler0 subr0.
have diag1 j : A1 j j = A j j - (A i i)^-1 * A j i ^+ 2.
  by rewrite A1E !mxE big_ord1 !mxE expr2.
have zi : A1 i i = 0.
  by rewrite diag1 expr2 mulrA mulVf // mul1r subrr.
have zj j : A j j = 0 -> A1 j j = 0.
  move=> Aj; apply/eqP; rewrite eq_le -{2}quad_delta pA1.2 andbT.
  rewrite diag1 Aj sub0r oppr_le0 mulr_ge0 ?sqr_ge0 // invr_ge0.
  exact: ltW.
have card1 : (#|[pred j | A1 j j != 0%R]| < k)%N.
  apply: leq_trans card; apply: proper_card; apply/properP; split.
    by apply/subsetP => j; rewrite !inE; apply: contraNN => /eqP Aj; rewrite zj.
  by exists i; rewrite !inE ?zi ?eqxx.
have [s [s0 sE]] := IH _ card1 pA1.
exists (((A i i)^-1, c) :: s); split; first by rewrite /= invr_gt0 Aii0.
by rewrite big_cons -sE A1E /rank1 /= addrC subrK.
Qed.

(* trace of a product of two PSD matrices *)
Lemma trace_rank1 n (A : 'M[R]_n) p : \tr (A *m rank1 p) = p.1 * quad A p.2.
Proof.
by rewrite /rank1 -scalemxAr mxtraceZ mulmxA mxtrace_mulC /quad /dot.
Qed.

Lemma psd_trace_ge0 n (A B : 'M[R]_n) : psd A -> psd B -> 0 <= \tr (A *m B).
Proof.
move=> [_ pA] /psd_decomp[s [s0 ->]]; rewrite mulmx_sumr raddf_sum /=.
rewrite big_seq; apply: sumr_ge0 => p ps; rewrite trace_rank1 mulr_ge0 //.
exact/ltW/(allP s0).
Qed.

(* strict version: tr (D S D S) > 0 for symmetric D <> 0 and S > 0 *)
Lemma trace_DSDS_eq0 n (D S : 'M[R]_n) : D^T = D -> pd S ->
  \tr (D *m S *m D *m S) = 0 -> D = 0.
Proof.
move=> sD pS; have pS' := pd_psd pS; have uS := pd_unit pS.
have pA : psd (D *m S *m D) by rewrite -{1}sD; exact: psd_congr.
have [s [s0 sE]] := psd_decomp pS'.
rewrite {2}sE mulmx_sumr raddf_sum /= big_seq => /eqP.
rewrite psumr_eq0 => [/allP h|p ps]; last first.
  by rewrite trace_rank1 mulr_ge0 ?pA.2 // ltW // (allP s0).
have Dp p : p \in s -> D *m rank1 p = 0.
  move=> ps; have := h p ps; rewrite ps /= trace_rank1 mulf_eq0.
  rewrite gt_eqF ?(allP s0) //= -{1}sD quad_congr => q0.
  have Dp0 : D *m p.2 = 0.
    by apply/eqP; apply: contraLR q0 => /pS.2 q0; rewrite gt_eqF.
  by rewrite /rank1 -scalemxAr mulmxA Dp0 mul0mx scaler0.
have DS : D *m S = 0.
  by rewrite sE mulmx_sumr big_seq big1.
by rewrite -[D](mulmxK uS) DS mul0mx.
Qed.

Lemma trace_DSDS_ge0 n (D S : 'M[R]_n) : D^T = D -> psd S ->
  0 <= \tr (D *m S *m D *m S).
Proof. by move=> sD pS; apply: psd_trace_ge0 => //; rewrite -{1}sD; exact: psd_congr. Qed.

End PSD.

Section Projector.
Variable R : realFieldType.

Definition is_oproj n (P : 'M[R]_n) : Prop := P^T = P /\ P *m P = P.

(* Pythagoras on the left and on the right *)
Lemma oproj_compl n (P : 'M[R]_n) : is_oproj P -> is_oproj (1%:M - P).
Proof.
move=> [sP iP]; split; first by rewrite linearB /= trmx1 sP.
by rewrite mulmxBl mul1mx mulmxBr mulmx1 iP subrr subr0.
Qed.

Lemma frob2_oproj n p (P : 'M[R]_n) (A : 'M_(n, p)) : is_oproj P ->
  frob2 (P *m A) = dot A (P *m A).
Proof. by move=> [sP iP]; rewrite /frob2 dotMl sP mulmxA iP. Qed.

Lemma pythagoras_l n p (P : 'M[R]_n) (A : 'M_(n, p)) : is_oproj P ->
  frob2 A = frob2 (P *m A) + frob2 ((1%:M - P) *m A).
Proof.
move=> oP; rewrite !frob2_oproj //; last exact: oproj_compl.
by rewrite -dotDr -mulmxDl addrC subrK mul1mx.
Qed.

Lemma pythagoras_r n p (P : 'M[R]_n) (A : 'M_(p, n)) : is_oproj P ->
  frob2 A = frob2 (A *m P) + frob2 (A *m (1%:M - P)).
Proof.
move=> oP; rewrite -frob2_tr (pythagoras_l _ oP).
by rewrite -[frob2 (_ *m P)]frob2_tr -[frob2 (_ *m (_ - _))]frob2_tr !trmx_mul oP.1 (oproj_compl oP).1.
Qed.

Lemma gram_unit m n (A : 'M[R]_(m, n)) : row_free A -> A *m A^T \in unitmx.
Proof.
move=> fA; rewrite -row_free_unit; apply: inj_row_free => v vA.
have : frob2 (v *m A)^T = 0.
  by rewrite /frob2 /dot trmxK trmx_mul !mulmxA -(mulmxA v) vA mul0mx mxtrace0.
move/eqP; rewrite frob2_eq0 => /eqP/(congr1 trmx); rewrite trmxK trmx0.
by move=> e; apply: (row_free_inj fA); rewrite /= e mul0mx.
Qed.

(* existence of the orthogonal projector onto the column space of N *)
Lemma oproj_exists d K (N : 'M[R]_(d, K)) :
  exists P : 'M[R]_d, [/\ is_oproj P, P *m N = N & (P <= N^T)%MS].
Proof.
have [m [A [fA eA]]] : exists m, exists A : 'M[R]_(m, d), row_free A /\ (A :=: N^T)%MS.
  by exists (\rank N^T), (row_base N^T); split; [exact: row_base_free | exact: eq_row_base].
have uG := gram_unit fA; set G := A *m A^T in uG.
have sG : (invmx G)^T = invmx G by rewrite trmx_inv /G trmx_mul trmxK.
exists (A^T *m invmx G *m A); split.
- split; first by rewrite !trmx_mul trmxK sG mulmxA.
  by rewrite !mulmxA -(mulmxA _ A A^T) -/G -(mulmxA _ _ G) mulVmx // mulmx1.
- have /submxP[C NC] : (N^T <= A)%MS by rewrite eA.
  have -> : N = A^T *m C^T by rewrite -trmx_mul -NC trmxK.
  by rewrite !mulmxA -(mulmxA _ A A^T) -/G -(mulmxA _ _ G) mulVmx // mulmx1.
- by apply: submx_trans (submxMl _ _) _; rewrite eA.
Qed.

End Projector.

(* Between-class second moment  sum_k w_k x_k x_k^T,  x_k the columns of X.
   With X the deviations from the mean it is the between-class covariance. *)
Section BetweenClass.
Variables (R : realFieldType) (K : nat) (w : 'I_K -> R).
Definition between (n : nat) (X : 'M[R]_(n, K)) : 'M[R]_n :=
  \sum_k w k *: (col k X *m (col k X)^T).
End BetweenClass.

(* A vector of span X that is orthogonal to the columns of X is zero. *)
Lemma in_span_orthogonal0 (R : realFieldType) d K (X : 'M[R]_(d, K)) (v : 'cV[R]_d) :
  (v^T <= X^T)%MS -> v^T *m X = 0 -> v = 0.
Proof.
move=> /submxP[c cE] vX; have vE : v = X *m c^T by rewrite -[LHS]trmxK cE trmx_mul trmxK.
by apply/eqP; rewrite -frob2_eq0 /frob2 /dot {2}vE mulmxA vX mul0mx mxtrace0.
Qed.

(* tr(C E) = 0 for positive semidefinite C and E = E T E, T positive definite. *)
Lemma psd_trace_eq0 (R : realFieldType) n (C E T : 'M[R]_n) :
  psd C -> pd T -> E^T = E -> E *m T *m E = E -> \tr (E *m C) = 0 -> E *m C = 0.
Proof.
move=> /psd_decomp[s [s0 sE]] pT sym ETE.
have qE v : quad E v = quad T (E *m v) by rewrite -quad_congr sym ETE.
rewrite sE mulmx_sumr raddf_sum /= big_seq => /eqP.
rewrite psumr_eq0 => [/allP h|p ps]; last first.
  by rewrite trace_rank1 qE mulr_ge0 ?(pd_psd pT).2 // ltW // (allP s0).
rewrite big_seq big1 // => p ps; have := h p ps; rewrite ps /= trace_rank1 mulf_eq0.
rewrite gt_eqF ?(allP s0) //= qE => q0.
have Ep : E *m p.2 = 0.
  by apply/eqP; apply: contraLR q0 => /pT.2 q0; rewrite gt_eqF.
by rewrite /rank1 -scalemxAr mulmxA Ep mul0mx scaler0.
Qed.
