(* T34: the means are near a span of K leading eigenvectors of the second moment
   (T34_SeparationOfMeans.md, S1 and S2), Ky Fan's principle included. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace Spectral.
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

(* The span of K leading eigenvectors is of this kind. *)
Section Existence.
Variables (R : rcfType) (d K : nat) (A : 'M[R]_d).
Hypothesis pA : psd A.
Hypothesis Kd : (K <= d)%N.

Lemma leading_indices (f : 'I_d -> R) : (forall i, 0 <= f i) -> exists (lead : 'I_K -> 'I_d) (l : R),
  [/\ injective lead, 0 <= l, forall i, l <= f (lead i) & forall j, j \notin codom lead -> f j <= l].
Proof.
move=> f0; pose le i j := f j <= f i; pose s := sort le (enum 'I_d).
have total_le : total le by move=> i j; exact: le_total.
have trans_le : transitive le by move=> j i k ij jk; exact: le_trans jk ij.
have sz : size s = d by rewrite size_sort size_enum_ord.
have us : uniq s by rewrite sort_uniq enum_uniq.
have sorted_s : sorted le s by exact: sort_sorted.
have order i j x0 : (i <= j < d)%N -> f (nth x0 s j) <= f (nth x0 s i).
  move=> /andP[ij jd]; apply: (sorted_leq_nth trans_le _ x0 sorted_s); rewrite ?inE ?sz //.
  - by move=> i'; exact: lexx.
  - exact: leq_ltn_trans ij jd.
have index_lt (i : 'I_K) : (i < size s)%N by rewrite sz; exact: leq_trans Kd.
pose lead (i : 'I_K) := tnth (in_tuple s) (Ordinal (index_lt i)).
have leadE i x0 : lead i = nth x0 s i by rewrite /lead (tnth_nth x0).
exists lead, (nth 0 [seq f j | j <- s] K); split.
- move=> i j; rewrite (leadE i (lead i)) (leadE j (lead i)) => /eqP.
  by rewrite nth_uniq ?sz ?(leq_trans (ltn_ord _)) // => /eqP/val_inj.
- case: (ltnP K d) => h; last by rewrite nth_default // size_map sz.
  by have x0 := Ordinal h; rewrite (nth_map x0) ?sz.
- move=> i; case: (ltnP K d) => h; last by rewrite nth_default ?size_map ?sz.
  by rewrite (nth_map (lead i)) ?sz // {2}(leadE i (lead i)); apply: order; rewrite h ltnW.
- move=> j jn; have js : j \in s by rewrite mem_sort mem_enum.
  have jd : (index j s < size s)%N by rewrite index_mem.
  rewrite sz in jd.
  have Kj : (K <= index j s)%N.
    rewrite leqNgt; apply/negP => jK; have := codom_f lead (Ordinal jK).
    by rewrite (leadE _ j) /= nth_index // (negPf jn).
  have fj : f (nth j s (index j s)) = f j by rewrite nth_index.
  by rewrite (nth_map j) ?sz ?(leq_ltn_trans Kj) // -fj; apply: order; rewrite Kj.
Qed.

Theorem T34_leading_exists : exists (V : 'M[R]_(K, d)) (l : R),
  [/\ V *m V^T = 1%:M, 0 <= l & leading (V^T *m V) A l].
Proof.
have [Q [f [oQ Qf]]] := spectral pA.1; have oQt := orthogonal_tr oQ.
have f0 i : 0 <= f 0 i.
  have -> : f 0 i = quad A (Q^T *m delta_mx i 0) by rewrite -quad_congr trmxK Qf quad_delta !mxE eqxx mulr1n.
  exact: pA.2.
have [lead [l [inj l0 up down]]] := leading_indices f0.
pose S : 'M[R]_(K, d) := \matrix_(i, j) (lead i == j)%:R; pose e : 'rV[R]_d := \row_j (j \in codom lead)%:R.
have SS : S *m S^T = 1%:M.
  apply/matrixP => i k; rewrite !mxE (bigD1 (lead i)) //= big1 => [|j ji].
    by rewrite !mxE eqxx mul1r addr0 eq_sym (inj_eq inj) eq_sym.
  by rewrite !mxE eq_sym (negPf ji) mul0r.
have StS : S^T *m S = diag_mx e.
  apply/matrixP => j k; rewrite !mxE; case: (boolP (j \in codom lead)) => [/codomP[i ->] | jn].
    rewrite (bigD1 i) //= big1 => [|i' ii]; first by rewrite !mxE eqxx mul1r addr0.
    by rewrite !mxE (inj_eq inj) (negPf ii) mul0r.
  rewrite mulr0n mul0rn big1 // => i _; rewrite !mxE; case: eqP => [h|]; last by rewrite mul0r.
  by case/codomP: jn; exists i.
have AE : A = Q^T *m diag_mx f *m Q by rewrite -Qf !mulmxA oQt mul1mx -mulmxA oQt mulmx1.
pose P := Q^T *m diag_mx e *m Q; have PE : (S *m Q)^T *m (S *m Q) = P.
  by rewrite trmx_mul /P -StS !mulmxA.
have ee : diag_mx e *m diag_mx e = diag_mx e.
  apply/matrixP => i j; rewrite mul_diag_mx !mxE; case: (_ \in _); rewrite ?mulr1n ?mulr0n ?mul1r ?mul0r ?mul0rn //.
have coordinates (z : 'cV[R]_d) : quad A z = \sum_j f 0 j * (Q *m z) j 0 ^+ 2 /\ frob2 z = \sum_j (Q *m z) j 0 ^+ 2.
  split.
    rewrite {1}AE quad_congr /quad dotE; apply: eq_bigr => j _; rewrite big_ord1 mul_diag_mx !mxE.
    by rewrite mulrCA expr2.
  have -> : frob2 z = frob2 (Q *m z) by rewrite /frob2 dotMl mulmxA oQt mul1mx.
  by rewrite frob2E; apply: eq_bigr => j _; rewrite big_ord1.
have QP z : Q *m (P *m z) = diag_mx e *m (Q *m z) by rewrite /P !mulmxA oQ mul1mx.
exists (S *m Q), l; split=> //.
  by rewrite trmx_mul mulmxA -[S *m Q *m Q^T]mulmxA oQ mulmx1.
rewrite PE; split.
- split; first by rewrite /P !trmx_mul trmxK tr_diag_mx mulmxA.
  by rewrite /P !mulmxA -[_ *m Q *m Q^T]mulmxA oQ mulmx1 -[_ *m diag_mx e *m diag_mx e]mulmxA ee.
- rewrite AE /P !mulmxA -![_ *m Q *m Q^T]mulmxA oQ !mulmx1; congr (_ *m Q); rewrite -!mulmxA; congr (Q^T *m _).
  by apply/matrixP => i j; rewrite !mul_diag_mx !mxE; case: eqVneq => [-> | _]; rewrite ?mulr1n ?mulr0n ?mulr0 // mulrC.
- exact: pA.1.
- move=> x; have [-> ->] := coordinates (P *m x); rewrite mulr_sumr; apply: ler_sum => j _.
  rewrite QP mul_diag_mx !mxE; case: (boolP (j \in _)) => [/codomP[i ->] | _]; last by rewrite !mul0r expr0n !mulr0.
  by rewrite ler_wpmul2r ?sqr_ge0 ?up.
- move=> x; have [-> ->] := coordinates (x - P *m x); rewrite mulr_sumr; apply: ler_sum => j _.
  rewrite mulmxBr QP mul_diag_mx !mxE; case: (boolP (j \in _)) => [_ | jn].
    by rewrite mul1r subrr expr0n !mulr0.
  by rewrite ler_wpmul2r ?sqr_ge0 ?down.
Qed.
End Existence.
