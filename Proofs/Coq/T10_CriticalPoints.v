(* T10 for critical points, saddles included, any number of rows r and any
   coupling pi: the argument of T10_InfoNCEStaysInFisherSubspace.md, S4 to S8. The
   formula of the gradient (S1 to S3: Gaussian integrals) is the definition here.
   P and Rp are the matrices P and R of S3; R is psd by T10_softmax_covariance_psd,
   averaged over x. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* tr(Z^T A Z) >= 0 for positive semidefinite A. *)
Lemma psd_dot (R : realFieldType) n p (A : 'M[R]_n) (Z : 'M_(n, p)) :
  psd A -> 0 <= dot (A *m Z) Z.
Proof.
move=> pA; rewrite dotC /dot mulmxA mxtrace_mulC mulmxA mxtrace_mulC.
by have pZ := psd_gram Z^T; rewrite trmxK in pZ; exact: psd_trace_ge0.
Qed.

Section CriticalPoints.
Variables (R : realFieldType) (d K : nat).
Variables (N : 'M[R]_(d, K)) (w : 'I_K -> R) (pi P Rp : 'M[R]_K).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis pRp : psd Rp.

Definition sym n (X : 'M[R]_n) : 'M[R]_n := 2%:R^-1 *: (X + X^T).

(* Its quadratic form is that of X. *)
Lemma quad_tr n (X : 'M[R]_n) v : quad X^T v = quad X v.
Proof. by rewrite /quad dotC dotMl trmxK. Qed.
Lemma quad_sym n (X : 'M[R]_n) v : quad (sym X) v = quad X v.
Proof. by rewrite /sym quadZ quadD quad_tr -[X in _ * X]mulr2n -[X in _ * X]mulr_natl mulKf // pnatr_eq0. Qed.
Lemma quadN n (X : 'M[R]_n) v : quad (- X) v = - quad X v.
Proof. by rewrite /quad mulNmx dotNr. Qed.

(* S = E x x^T in whitened coordinates *)
Definition second_moment : 'M[R]_d := 1%:M + between w N.

(* Lambda = sym(-C + N P N^T + H S + H N R N^T),  C = N pi N^T  (T10, S3) *)
Definition gradient (H : 'M[R]_d) : 'M[R]_d :=
  sym (- (N *m pi *m N^T) + N *m P *m N^T + H *m second_moment + H *m (N *m Rp *m N^T)).

(* the gradient in the encoder, 2 B Lambda  (T10, S4) *)
Definition encoder_gradient r (B : 'M[R]_(r, d)) : 'M[R]_(r, d) :=
  2%:R *: (B *m gradient (B^T *m B)).

(* the bracket of (1):  S + I + N R N^T *)
Definition bracket : 'M[R]_d := second_moment + 1%:M + N *m Rp *m N^T.

Lemma psd_NRN : psd (N *m Rp *m N^T).
Proof. by have := psd_congr N^T pRp; rewrite trmxK. Qed.

Lemma outside_means (Y S X H Qc : 'M[R]_d) :
  S^T = S -> X^T = X -> H^T = H -> Y *m Qc = 0 -> Y^T *m Qc = 0 ->
  S *m Qc = Qc -> X *m Qc = 0 ->
  2%:R *: (sym (Y + H *m S + H *m X) *m Qc) = (S + 1%:M + X) *m H *m Qc.
Proof.
move=> sS sX sH YQ YtQ SQ XQ.
rewrite /sym -scalemxAl scalerA divff ?pnatr_eq0 // scale1r.
rewrite !linearD /= !trmx_mul sH sS sX !mulmxDl YQ YtQ !add0r -!mulmxA SQ XQ mulmx0 addr0.
by rewrite mul1mx [_ *m (H *m Qc) + H *m Qc]addrC -addrA.
Qed.

(* T10, S5, equation (1): outside the span of the means only the noise acts.
   Qc is the projector I - Q, of which N^T Qc = 0 is all that is used. *)
Theorem T10_gradient_outside r (B : 'M[R]_(r, d)) (Qc : 'M[R]_d) :
  N^T *m Qc = 0 ->
  encoder_gradient B *m Qc = B *m bracket *m B^T *m (B *m Qc).
Proof.
move=> NQ.
have sS : second_moment^T = second_moment.
  by rewrite /second_moment linearD /= trmx1 between_sym.
have SQ : second_moment *m Qc = Qc.
  by rewrite /second_moment mulmxDl mul1mx betweenE -!mulmxA NQ !mulmx0 addr0.
have z (X : 'M[R]_K) : N *m X *m N^T *m Qc = 0 by rewrite -!mulmxA NQ !mulmx0.
have -> : encoder_gradient B *m Qc = B *m (2%:R *: (gradient (B^T *m B) *m Qc)).
  by rewrite -(scalemxAr 2%:R B) /encoder_gradient -(scalemxAl 2%:R) mulmxA.
rewrite /gradient outside_means //.
- by rewrite -/bracket -!mulmxA.
- by have [] := psd_NRN.
- by rewrite trmx_mul trmxK.
- by rewrite mulmxDl mulNmx !z oppr0 addr0.
- by rewrite linearD /= linearN /= !trmx_mul trmxK !mulmxA mulmxDl mulNmx !z oppr0 addr0.
Qed.

Section Outside.
Variable (Q : 'M[R]_d).
Hypothesis oQ : is_oproj Q.
Hypothesis QN : Q *m N = N.
Let Qc := 1%:M - Q.

Lemma NTQc : N^T *m Qc = 0.
Proof.
have NQ : N^T *m Q = N^T by rewrite -{1}oQ.1 -trmx_mul QN.
by rewrite /Qc mulmxBr mulmx1 NQ subrr.
Qed.

(* T10, S6: at EVERY encoder <grad L, B2> >= 2 |B^T B2|^2,  B2 = B (I - Q). *)
Theorem T10_stability r (B : 'M[R]_(r, d)) :
  2%:R * frob2 (B^T *m (B *m Qc)) <= dot (encoder_gradient B) (B *m Qc).
Proof.
have oc := oproj_compl oQ.
have -> : dot (encoder_gradient B) (B *m Qc) = dot (encoder_gradient B *m Qc) (B *m Qc).
  by rewrite [RHS]dotMr oc.1 -mulmxA oc.2.
rewrite (T10_gradient_outside _ NTQc) -!mulmxA dotMl; set Z := B^T *m _.
rewrite /bracket /second_moment !mulmxDl mul1mx !dotDl -!addrA mulr_natl mulr2n.
rewrite -/(frob2 Z) ler_add2l addrCA ler_addl addr_ge0 //.
  by apply: psd_dot; exact: psd_between.
by apply: psd_dot; exact: psd_NRN.
Qed.

(* T10, S7: every critical point, saddles included, for every number of rows. *)
Theorem T10_critical_projector r (B : 'M[R]_(r, d)) :
  encoder_gradient B = 0 -> B *m Qc = 0.
Proof.
move=> g0; have := T10_stability B; rewrite g0 dot0l pmulr_rle0 ?ltr0n // => h.
have oc := oproj_compl oQ.
have BB : B^T *m (B *m Qc) = 0.
  by apply/eqP; rewrite -frob2_eq0 eq_le h frob2_ge0.
apply/eqP; rewrite -frob2_eq0 /frob2 /dot trmx_mul -!mulmxA BB mulmx0.
by rewrite mxtrace0.
Qed.
End Outside.

Theorem T10_critical_points r (B : 'M[R]_(r, d)) :
  encoder_gradient B = 0 -> (B <= N^T)%MS.
Proof.
move=> g0; have [Q [oQ QN QsN]] := oproj_exists N.
have /eqP := T10_critical_projector oQ QN g0; rewrite mulmxBr mulmx1 subr_eq0 => /eqP ->.
by apply: submx_trans (submxMl _ _) QsN.
Qed.
End CriticalPoints.

(* The same in the original coordinates (T10, S8): A = B V is the encoder,
   V Sigma V^T = I, and row(A) lies in Sigma^{-1} span{mu_k}. *)
Theorem T10_critical_points_unwhitened (R : realFieldType) d K r
    (Sigma V : 'M[R]_d) (Mu : 'M[R]_(d, K)) (w : 'I_K -> R) (pi P Rp : 'M[R]_K)
    (B : 'M[R]_(r, d)) :
  (forall k, 0 <= w k) -> psd Rp -> V *m Sigma *m V^T = 1%:M ->
  encoder_gradient (V *m Mu) w pi P Rp B = 0 ->
  (B *m V <= (invmx Sigma *m Mu)^T)%MS.
Proof.
move=> w0 pR white /(T10_critical_points w0 pR)/submxP[C ->].
have iS : V^T *m V = invmx Sigma.
  have e : V *m (Sigma *m V^T) = 1%:M by rewrite mulmxA.
  have e2 := mulmx1C e; rewrite -mulmxA in e2.
  have [uS _] := mulmx1_unit e2.
  by rewrite -[LHS]mul1mx -(mulVmx uS) -mulmxA e2 mulmx1.
have sS : (invmx Sigma)^T = invmx Sigma by rewrite -iS trmx_mul trmxK.
by rewrite trmx_mul -!mulmxA iS trmx_mul sS submxMl.
Qed.

(* diag(p) - p p^T is positive semidefinite: the variance under p  (T10, S6). *)
Section SoftmaxCovariance.
Variables (R : realFieldType) (K : nat) (p : 'cV[R]_K).
Hypothesis p0 : forall l, 0 <= p l 0.
Hypothesis p1 : \sum_l p l 0 = 1.

Definition covariance : 'M[R]_K := diag_mx p^T - p *m p^T.

Lemma quad_covariance v :
  quad covariance v = \sum_l p l 0 * (v l 0 - \sum_m p m 0 * v m 0) ^+ 2.
Proof.
set c := \sum_m p m 0 * v m 0.
have qd : dot v (diag_mx p^T *m v) = \sum_l p l 0 * v l 0 ^+ 2.
  by rewrite dotE; apply: eq_bigr => l _; rewrite big_ord1 mul_diag_mx !mxE expr2 mulrCA.
have qp : dot v (p *m p^T *m v) = c ^+ 2.
  have pv : p^T *m v = c%:M.
    apply/matrixP => i j; rewrite !ord1 [LHS]mxE [RHS]mxE eqxx mulr1n /c.
    by apply: eq_bigr => l _; rewrite mxE.
  rewrite -mulmxA pv mul_mx_scalar dotZr expr2; congr (_ * _).
  by rewrite dotC dotE /c; apply: eq_bigr => l _; rewrite big_ord1.
rewrite /quad /covariance mulmxBl dotBr qd qp.
have e l : p l 0 * (v l 0 - c) ^+ 2 =
    p l 0 * v l 0 ^+ 2 - 2%:R * c * (p l 0 * v l 0) + p l 0 * c ^+ 2.
  rewrite sqrrB mulrDr mulrBr; congr (_ - _ + _).
  by rewrite -mulr_natl [v l 0 * c]mulrC !mulrA [p l 0 * _]mulrC -!mulrA [p l 0 * (c * _)]mulrCA.
rewrite (eq_bigr _ (fun l _ => e l)) big_split sumrB /= -mulr_sumr -mulr_suml p1 -/c.
by rewrite mul1r -mulrA -expr2 mulr_natl mulr2n opprD addrA subrK.
Qed.

Theorem T10_softmax_covariance_psd : psd covariance.
Proof.
split; first by rewrite /covariance linearB /= tr_diag_mx trmx_mul trmxK.
move=> v; rewrite quad_covariance; apply: sumr_ge0 => l _.
by rewrite mulr_ge0 ?sqr_ge0.
Qed.
End SoftmaxCovariance.
