(* T34: the means are near a span of K leading eigenvectors of the second moment
   (T34_SeparationOfMeans.md, S1 and S2), Ky Fan's principle included. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section KyFan.
Variables (R : realFieldType) (d : nat).
Implicit Types (A P Q : 'M[R]_d).

Lemma psd_oproj Q : is_oproj Q -> psd Q.
Proof. by move=> [sQ iQ]; have := psd_gram Q; rewrite sQ iQ. Qed.

(* P is the projector on a span of leading eigenvectors of A: it commutes with A, and
   the quadratic form is at least l on its range and at most l off it. *)
Definition leading P A l : Prop :=
  [/\ is_oproj P, P *m A = A *m P, A^T = A,
      forall x, l * frob2 (P *m x) <= quad A (P *m x)
    & forall x, quad A (x - P *m x) <= l * frob2 (x - P *m x)].

Theorem T34_ky_fan P Q A l : leading P A l -> 0 <= l -> is_oproj Q -> \tr Q <= \tr P ->
  \tr (Q *m A) <= \tr (P *m A).
Proof.
move=> [oP PA sA up down] l0 oQ tQ; have oc := oproj_compl oP; have ocQ := oproj_compl oQ.
pose E := A - l%:M.
have sE : E^T = E by rewrite /E linearB /= sA tr_scalar_mx.
have qE x : quad E x = quad A x - l * frob2 x.
  by rewrite /quad /E mulmxBl mul_scalar_mx dotBr dotZr.
have PE : P *m E = E *m P by rewrite /E mulmxBr mulmxBl PA mul_mx_scalar mul_scalar_mx.
have p1 : psd (P *m E *m P).
  split=> [|x]; first by rewrite !trmx_mul sE oP.1 mulmxA.
  by rewrite -{1}oP.1 quad_congr qE subr_ge0.
have p2 : psd (- ((1%:M - P) *m E *m (1%:M - P))).
  split=> [|x]; first by rewrite linearN /= !trmx_mul sE oc.1 mulmxA.
  rewrite -scaleN1r quadZ mulN1r oppr_ge0 -{1}oc.1 quad_congr qE subr_le0.
  by rewrite mulmxBl mul1mx.
have cE : E = P *m E *m P + (1%:M - P) *m E *m (1%:M - P).
  have cPE : (1%:M - P) *m E = E *m (1%:M - P) by rewrite mulmxBl mul1mx PE mulmxBr mulmx1.
  by rewrite cPE PE -!mulmxA oP.2 oc.2 mulmxBr mulmx1 addrC subrK.
have tE (X : 'M[R]_d) : \tr (X *m A) = \tr (X *m E) + l * \tr X.
  by rewrite /E mulmxBr linearB /= mul_mx_scalar mxtraceZ subrK.
rewrite !tE; apply: ler_add; last by rewrite ler_wpmul2l.
have tP : \tr (P *m E) = \tr (P *m E *m P) by rewrite [RHS]mxtrace_mulC mulmxA oP.2.
rewrite tP {1}cE mulmxDr mxtraceD.
have h1 : \tr (Q *m (P *m E *m P)) <= \tr (P *m E *m P).
  rewrite -subr_ge0 -linearB /= -[X in X - _]mul1mx -mulmxBl.
  by apply: psd_trace_ge0 => //; exact: psd_oproj.
have h2 : \tr (Q *m ((1%:M - P) *m E *m (1%:M - P))) <= 0.
  by rewrite -oppr_ge0 -linearN /= -mulmxN; apply: psd_trace_ge0 => //; exact: psd_oproj.
by apply: le_trans (ler_add h1 h2) _; rewrite addr0.
Qed.

(* The projector on a span of K columns has at most the trace K. *)
Lemma oproj_exists_trace K (N : 'M[R]_(d, K)) :
  exists Q : 'M[R]_d, [/\ is_oproj Q, Q *m N = N & \tr Q <= K%:R].
Proof.
have [m [A [fA eA mK]]] : exists m (A : 'M[R]_(m, d)), [/\ row_free A, (A :=: N^T)%MS & (m <= K)%N].
  exists (\rank N^T), (row_base N^T).
  by split; [exact: row_base_free | exact: eq_row_base | exact: rank_leq_row].
have uG := gram_unit fA; set G := A *m A^T in uG.
have sG : (invmx G)^T = invmx G by rewrite trmx_inv /G trmx_mul trmxK.
exists (A^T *m invmx G *m A); split.
- split; first by rewrite !trmx_mul trmxK sG mulmxA.
  by rewrite !mulmxA -(mulmxA _ A A^T) -/G -(mulmxA _ _ G) mulVmx // mulmx1.
- have /submxP[C NC] : (N^T <= A)%MS by rewrite eA.
  have -> : N = A^T *m C^T by rewrite -trmx_mul -NC trmxK.
  by rewrite !mulmxA -(mulmxA _ A A^T) -/G -(mulmxA _ _ G) mulVmx // mulmx1.
- by rewrite mxtrace_mulC mulmxA -/G mulmxV // mxtrace1 ler_nat.
Qed.
End KyFan.

Section Separation.
Variables (R : realFieldType) (d K : nat) (N : 'M[R]_(d, K)) (w s2 : 'I_K -> R).
Variables (Sigma : 'I_K -> 'M[R]_d) (V : 'M[R]_(K, d)) (l : R).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis pS : forall k, psd (Sigma k).
Hypothesis orthonormal : V *m V^T = 1%:M.
Hypothesis variances : forall k i, quad (Sigma k) (row i V)^T <= s2 k.

(* E x x^T, centred or not *)
Definition raw_moment : 'M[R]_d := \sum_k w k *: Sigma k + between w N.
Let P := V^T *m V.
Hypothesis top : leading P raw_moment l.
Hypothesis l0 : 0 <= l.

Theorem T34_separation :
  \sum_k w k * frob2 (col k N - P *m col k N) <= K%:R * \sum_k w k * s2 k.
Proof.
have oP : is_oproj P by case: top.
have [Q [oQ QN tQ]] := oproj_exists_trace N.
have tP : \tr P = K%:R by rewrite /P mxtrace_mulC orthonormal mxtrace1.
have := T34_ky_fan top l0 oQ; rewrite tP => /(_ tQ).
have tr_moment (X : 'M[R]_d) : is_oproj X -> \tr (X *m raw_moment) =
    \sum_k w k * \tr (X *m Sigma k) + \sum_k w k * frob2 (X *m col k N).
  move=> oX; rewrite /raw_moment mulmxDr mxtraceD /between !mulmx_sumr !raddf_sum /=.
  congr (_ + _); apply: eq_bigr => k _; rewrite -scalemxAr mxtraceZ //; congr (_ * _).
  by rewrite mulmxA mxtrace_mulC frob2_oproj.
rewrite !tr_moment // => h.
have Qm k : Q *m col k N = col k N by rewrite colE mulmxA QN.
have dist : \sum_k w k * frob2 (col k N - P *m col k N)
    = \sum_k w k * frob2 (Q *m col k N) - \sum_k w k * frob2 (P *m col k N).
  rewrite -sumrB; apply: eq_bigr => k _; rewrite Qm -mulrBr; congr (_ * _).
  by rewrite (pythagoras_l (col k N) oP) mulmxBl mul1mx addrAC subrr add0r.
have SQ : 0 <= \sum_k w k * \tr (Q *m Sigma k).
  by apply: sumr_ge0 => k _; rewrite mulr_ge0 // psd_trace_ge0 //; exact: psd_oproj.
have SP : \sum_k w k * \tr (P *m Sigma k) <= K%:R * \sum_k w k * s2 k.
  rewrite mulr_sumr; apply: ler_sum => k _; rewrite mulrCA; apply: ler_wpmul2l => //.
  rewrite /P -mulmxA mxtrace_mulC /mxtrace -[K in K%:R]card_ord -sumr_const mulr_suml.
  apply: ler_sum => i _; rewrite mul1r; apply: le_trans (variances k i).
  rewrite /quad /dot trmxK /mxtrace big_ord1 mulmxA -row_mul [X in _ <= X]mxE [X in X <= _]mxE.
  by apply: ler_sum => j _; rewrite !mxE.
rewrite dist ler_subl_addr; apply: le_trans (le_trans h _); first by rewrite ler_addr.
by rewrite ler_add2r.
Qed.
End Separation.
