(* T50: two-sided containment for two modalities, at every critical point of the
   two encoders A and D, any number of rows, any coupling. As in T10 the formula of
   the gradient is the definition. Means N and M of the two modalities (whitened). *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace T10_CriticalPoints.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section TwoModalities.
Variables (R : realFieldType) (dx dy Kx Ky : nat).
Variables (N : 'M[R]_(dx, Kx)) (M : 'M[R]_(dy, Ky)) (w : 'I_Kx -> R) (v : 'I_Ky -> R).
Variables (pi P1 P2 : 'M[R]_(Kx, Ky)) (R1 : 'M[R]_Ky) (R2 : 'M[R]_Kx).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis v0 : forall k, 0 <= v k.
Hypothesis pR1 : psd R1.
Hypothesis pR2 : psd R2.

(* Gradient of the mean of the two directions with respect to the bilinear form
   X (dx x dy), twice: x against the means of y, y against the means of x. *)
Definition form_gradient (X : 'M[R]_(dx, dy)) : 'M[R]_(dx, dy) :=
  - (2%:R *: (N *m pi *m M^T))
  + ((1%:M + between w N) *m X + N *m P1 *m M^T + X *m (M *m R1 *m M^T))
  + (X *m (1%:M + between v M) + N *m P2 *m M^T + (N *m R2 *m N^T) *m X).

Lemma form_gradient_right X (Qc : 'M[R]_dy) : M^T *m Qc = 0 ->
  form_gradient X *m Qc = (1%:M + 1%:M + between w N + N *m R2 *m N^T) *m (X *m Qc).
Proof.
move=> MQ; have z (Y : 'M[R]_(Kx, Ky)) : N *m Y *m M^T *m Qc = 0 by rewrite -!mulmxA MQ !mulmx0.
have zR : X *m (M *m R1 *m M^T) *m Qc = 0 by rewrite -!mulmxA MQ !mulmx0.
have zS : X *m (1%:M + between v M) *m Qc = X *m Qc.
  by rewrite mulmxDr mulmx1 mulmxDl betweenE -!mulmxA MQ !mulmx0 addr0.
rewrite /form_gradient !mulmxDl mulNmx -scalemxAl !z zR zS scaler0 oppr0 add0r !addr0.
by rewrite !mul1mx !mulmxA addrCA !addrA.
Qed.

End TwoModalities.

Lemma form_gradient_tr (R : realFieldType) dx dy Kx Ky (N : 'M[R]_(dx, Kx)) (M : 'M[R]_(dy, Ky))
    w v pi P1 P2 (R1 : 'M[R]_Ky) (R2 : 'M[R]_Kx) X : R1^T = R1 -> R2^T = R2 ->
  (form_gradient N M w v pi P1 P2 R1 R2 X)^T = form_gradient M N v w pi^T P2^T P1^T R2 R1 X^T.
Proof.
move=> s1 s2; have tb n K (Z : 'M[R]_(n, K)) u : (1%:M + between u Z)^T = 1%:M + between u Z.
  by rewrite linearD /= trmx1 between_sym.
have t3 m n p q (A : 'M[R]_(m, n)) (B : 'M[R]_(n, p)) (C : 'M[R]_(q, p)) :
    (A *m B *m C^T)^T = C *m B^T *m A^T by rewrite !trmx_mul trmxK mulmxA.
have ts n K (Z : 'M[R]_(n, K)) (S : 'M[R]_K) : S^T = S -> (Z *m S *m Z^T)^T = Z *m S *m Z^T.
  by move=> sS; rewrite t3 sS.
have addT m n (A B : 'M[R]_(m, n)) : (A + B)^T = A^T + B^T by rewrite linearD.
have mulT m n p (A : 'M[R]_(m, n)) (B : 'M[R]_(n, p)) : (A *m B)^T = B^T *m A^T by exact: trmx_mul.
rewrite /form_gradient; set SN := 1%:M + _; set SM := 1%:M + _.
have tN : SN^T = SN by exact: tb.
have tM : SM^T = SM by exact: tb.
set Y1 := M *m R1 *m M^T; set Y2 := N *m R2 *m N^T.
have tY1 : Y1^T = Y1 by exact: ts.
have tY2 : Y2^T = Y2 by exact: ts.
rewrite !addT linearN linearZ /= !t3 (mulT _ _ _ SN) (mulT _ _ _ X SM) (mulT _ _ _ X Y1) (mulT _ _ _ Y2).
by rewrite tN tM tY1 tY2 addrAC.
Qed.

(* B (I + I + X) Z = 0 with Z = B^T Y and X positive semidefinite gives Z = 0. *)
Lemma sandwich0 (R : realFieldType) r n p (B : 'M[R]_(r, n)) (X : 'M[R]_n) (Y : 'M[R]_(r, p)) :
  psd X -> B *m ((1%:M + 1%:M + X) *m (B^T *m Y)) = 0 -> B^T *m Y = 0.
Proof.
move=> pX h; set Z := B^T *m Y in h *.
have : dot ((1%:M + 1%:M + X) *m Z) Z = 0 by rewrite {2}/Z -dotMl h dot0l.
rewrite !mulmxDl mul1mx !dotDl -/(frob2 Z) => /eqP.
have z0 := frob2_ge0 Z; have x0 := psd_dot Z pX.
rewrite paddr_eq0 ?addr_ge0 // paddr_eq0 // andbb frob2_eq0 => /andP[/eqP -> _].
by [].
Qed.

Section Containment.
Variables (R : realFieldType) (dx dy Kx Ky r : nat).
Variables (A : 'M[R]_(r, dx)) (D : 'M[R]_(r, dy)).

(* Criticality in A alone contains the form on the right: the gradient of the
   loss in D is A G, that in A is D G^T, G the gradient in the form A^T D. *)
Theorem T50_right (N : 'M[R]_(dx, Kx)) (M : 'M[R]_(dy, Ky)) w v pi P1 P2 R1 R2 :
  (forall k, 0 <= w k) -> psd R2 ->
  A *m form_gradient N M w v pi P1 P2 R1 R2 (A^T *m D) = 0 -> (A^T *m D <= M^T)%MS.
Proof.
move=> w0 pR2 crit; have [Q [oQ QM QsM]] := oproj_exists M.
have MQ : M^T *m (1%:M - Q) = 0.
  have MTQ : M^T *m Q = M^T by rewrite -{1}oQ.1 -trmx_mul QM.
  by rewrite mulmxBr mulmx1 MTQ subrr.
have := congr1 (mulmx^~ (1%:M - Q)) crit; rewrite mul0mx -mulmxA form_gradient_right //.
rewrite -(mulmxA A^T) -addrA => /sandwich0 -/(_ _)/eqP h.
have p : psd (between w N + N *m R2 *m N^T).
  by apply: psdD; [exact: psd_between | have := psd_congr N^T pR2; rewrite trmxK].
have {h} := h p; rewrite mulmxA mulmxBr mulmx1 subr_eq0 => /eqP ->.
by apply: submx_trans (submxMl _ _) QsM.
Qed.
End Containment.

(* T50: every critical point of the two encoders, any number of rows. *)
Theorem T50_two_sided (R : realFieldType) dx dy Kx Ky r (A : 'M[R]_(r, dx)) (D : 'M[R]_(r, dy))
    (N : 'M[R]_(dx, Kx)) (M : 'M[R]_(dy, Ky)) w v pi P1 P2 R1 R2 :
  (forall k, 0 <= w k) -> (forall k, 0 <= v k) -> psd R1 -> psd R2 ->
  let G := form_gradient N M w v pi P1 P2 R1 R2 (A^T *m D) in
  A *m G = 0 -> D *m G^T = 0 ->
  (A^T *m D <= M^T)%MS /\ (D^T *m A <= N^T)%MS.
Proof.
move=> w0 v0 p1 p2 G gD gA; split; first exact: T50_right w0 p2 gD.
move: gA; rewrite /G form_gradient_tr ?p1.1 ?p2.1 // trmx_mul trmxK.
exact: T50_right v0 p1.
Qed.

(* If D has independent rows, row(A) itself is contained; spare rows may hold junk. *)
Theorem T50_rows (R : realFieldType) dx dy K r (A : 'M[R]_(r, dx)) (D : 'M[R]_(r, dy)) (N : 'M[R]_(dx, K)) :
  row_free D -> (D^T *m A <= N^T)%MS -> (A <= N^T)%MS.
Proof.
move=> fD h; have e : A = (pinvmx D)^T *m (D^T *m A).
  by rewrite mulmxA -trmx_mul mulmxVp // trmx1 mul1mx.
by rewrite e; apply: submx_trans (submxMl _ _) h.
Qed.
