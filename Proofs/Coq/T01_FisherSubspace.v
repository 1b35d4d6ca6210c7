(* T01: range(W^{-1} B) = range(T^{-1} B) = W^{-1} span{x_k}, and the two pencils
   have the same eigenvectors with rho = lambda / (1 + lambda). *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Range.
Variables (R : realFieldType) (d : nat).
Variables (Sigma M : 'M[R]_d).
Let S := Sigma + M.
Hypothesis uSigma : Sigma \in unitmx.
Hypothesis uS : S \in unitmx.

(* S^{-1} M = Sigma^{-1} M (S^{-1} Sigma) *)
Lemma woodbury_factor : invmx S *m M = invmx Sigma *m M *m (invmx S *m Sigma).
Proof.
have MS : M = S - Sigma by rewrite /S addrAC subrr add0r.
rewrite {2}MS mulmxBr mulVmx // mulmxBl mul1mx !mulmxA mulmxK // mulVmx //.
by rewrite [in LHS]MS mulmxBr mulVmx.
Qed.

(* column spaces, expressed as row spaces of transposes *)
Theorem range_total_within : ((invmx S *m M)^T :=: (invmx Sigma *m M)^T)%MS.
Proof.
rewrite woodbury_factor trmx_mul; apply: eqmxMfull.
by rewrite row_full_unit unitmx_tr unitmx_mul unitmx_inv uS.
Qed.
End Range.

Corollary range_total_within_pd (R : realFieldType) d (Sigma M : 'M[R]_d) :
  pd Sigma -> psd M ->
  ((invmx (Sigma + M) *m M)^T :=: (invmx Sigma *m M)^T)%MS.
Proof.
by move=> pS pM; apply: range_total_within; apply: pd_unit => //; exact: pdD.
Qed.

Section Between.
Variables (R : realFieldType) (d K : nat) (X : 'M[R]_(d, K)) (w : 'I_K -> R).

Lemma betweenE : between w X = X *m diag_mx (\row_k w k) *m X^T.
Proof.
apply/matrixP => i j; rewrite /between summxE mul_mx_diag !mxE.
by apply: eq_bigr => k _; rewrite !mxE big_ord1 !mxE mulrCA mulrA.
Qed.

Lemma between_sym : (between w X)^T = between w X.
Proof. by rewrite betweenE !trmx_mul trmxK tr_diag_mx mulmxA. Qed.

Lemma quad_between v : quad (between w X) v = \sum_k w k * (v^T *m X) 0 k ^+ 2.
Proof.
rewrite /between /quad mulmx_suml /dot mulmx_sumr raddf_sum /=.
apply: eq_bigr => k _; rewrite -scalemxAl -scalemxAr mxtraceZ; congr (_ * _).
rewrite mulmxA mulmxA -mulmxA /mxtrace big_ord1 mxE big_ord1 expr2.
have e : v^T *m col k X = (const_mx ((v^T *m X) 0 k) : 'M_1).
  by apply/matrixP => i j; rewrite colE mulmxA -colE !mxE; apply: eq_bigr => l _; rewrite ord1.
by rewrite e mxE -[(col k X)^T *m v]trmxK trmx_mul trmxK e !mxE.
Qed.

Lemma psd_between : (forall k, 0 <= w k) -> psd (between w X).
Proof.
move=> w0; split; first exact: between_sym.
by move=> v; rewrite quad_between; apply: sumr_ge0 => k _; rewrite mulr_ge0 ?sqr_ge0.
Qed.

Hypothesis wp : forall k, 0 < w k.

Lemma range_between : (between w X :=: X^T)%MS.
Proof.
have sub : (between w X <= X^T)%MS by rewrite betweenE submxMl.
have ker : (kermx (between w X) <= kermx X)%MS.
  apply/rV_subP => v /sub_kermxP vB; apply/sub_kermxP.
  have : quad (between w X) v^T = 0.
    by rewrite /quad /dot trmxK mulmxA vB mul0mx mxtrace0.
  rewrite quad_between trmxK => /eqP; rewrite psumr_eq0 => [/allP h|k _]; last first.
    by rewrite mulr_ge0 ?sqr_ge0 // ltW.
  apply/matrixP => i k; rewrite ord1 [RHS]mxE; apply/eqP.
  by have := h k (mem_index_enum _); rewrite /= mulf_eq0 gt_eqF //= sqrf_eq0.
apply/eqmxP; rewrite sub /=.
have [_ <-] := mxrank_leqif_sup sub.
have r1 := mxrankS sub; have r2 := mxrankS ker.
rewrite mxrank_tr in r1 *; rewrite eqn_leq r1 /=.
move: r2; rewrite !mxrank_ker => /(leq_sub2l d).
by rewrite !subKn ?rank_leq_row.
Qed.
End Between.

(* LDA: the Fisher subspace Sigma^{-1} span{mu_k} is the range of S^{-1} M *)
Theorem fisher_from_total (R : realFieldType) d K
    (Sigma : 'M[R]_d) (Mu : 'M[R]_(d, K)) (w : 'I_K -> R) :
  pd Sigma -> (forall k, 0 < w k) ->
  let M := between w Mu in
  ((invmx (Sigma + M) *m M)^T :=: (invmx Sigma *m Mu)^T)%MS.
Proof.
move=> pS wp M; have w0 k : 0 <= w k by exact: ltW.
apply: eqmx_trans (range_total_within_pd pS (psd_between Mu w0)) _.
rewrite !trmx_mul between_sym; exact/eqmxMr/range_between.
Qed.


(* F from the within-class covariance:  range(W^{-1} B) = W^{-1} span{x_k}. *)
Theorem T01_fisher_from_within (R : realFieldType) d K
    (W : 'M[R]_d) (X : 'M[R]_(d, K)) (w : 'I_K -> R) :
  (forall k, 0 < w k) -> ((invmx W *m between w X)^T :=: (invmx W *m X)^T)%MS.
Proof. by move=> wp; rewrite !trmx_mul between_sym; exact/eqmxMr/range_between. Qed.

Section Pencils.
Variables (R : realFieldType) (d : nat) (W B : 'M[R]_d) (v : 'cV[R]_d).

(* An eigenvector of the pencil (B, W) with nonzero eigenvalue is in F. *)
Theorem T01_pencil_in_fisher l : W \in unitmx -> l != 0 ->
  B *m v = l *: (W *m v) -> (v^T <= (invmx W *m B)^T)%MS.
Proof.
move=> uW l0 Bv; have -> : v = (invmx W *m B) *m (l^-1 *: v).
  by rewrite -scalemxAr -mulmxA Bv -scalemxAr mulKmx // scalerA mulVf // scale1r.
by rewrite trmx_mul submxMl.
Qed.

(* The two pencils have the same eigenvectors, rho = lambda / (1 + lambda). *)
Theorem T01_within_to_total l : 1 + l != 0 ->
  B *m v = l *: (W *m v) -> B *m v = (l / (1 + l)) *: ((W + B) *m v).
Proof.
move=> l1 Bv; have -> : (W + B) *m v = (1 + l) *: (W *m v).
  by rewrite mulmxDl Bv scalerDl scale1r.
rewrite Bv scalerA.
by rewrite divfK.
Qed.

Theorem T01_total_to_within rho : pd W -> v != 0 ->
  B *m v = rho *: ((W + B) *m v) ->
  rho != 1 /\ B *m v = (rho / (1 - rho)) *: (W *m v).
Proof.
move=> pW v0; rewrite mulmxDl scalerDr => Bv.
have e : (1 - rho) *: (B *m v) = rho *: (W *m v).
  by rewrite scalerBl scale1r {1}Bv addrK.
have r1 : rho != 1.
  apply: contraNneq v0 => r1; move: e; rewrite r1 subrr scale0r scale1r => /esym Wv.
  by rewrite -(mulKmx (pd_unit pW) v) Wv mulmx0.
split=> //; rewrite mulrC -scalerA -e scalerA mulVf ?scale1r //.
by rewrite subr_eq0 eq_sym.
Qed.
End Pencils.
