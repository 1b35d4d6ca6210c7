(* T10, for minimisers, by another route than the gradient: projecting H onto the
   span of the means does not increase the loss, and decreases it unless H is
   inside. N has the whitened means as columns, H = B^T B. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Loss.
Variables (R : realFieldType) (d K : nat).
Variables (N : 'M[R]_(d, K)) (w : 'I_K -> R).

(* ||H||_F^2 + sum_k w_k ||H nu_k||^2 *)
Definition qpart (H : 'M[R]_d) : R :=
  frob2 H + \sum_k w k * frob2 (H *m col k N).

(* the loss; [psi] is the expected log-sum-exp term as a function of H *)
Definition gloss (M : 'M[R]_d) (psi : 'M[R]_d -> R) (H : 'M[R]_d) : R :=
  - \tr (H *m M) + 2%:R^-1 * qpart H + psi H.

(* the loss with Phi(m, C), as in the closed form *)
Definition loss (M : 'M[R]_d) (Phi : 'M[R]_K -> 'M[R]_K -> R) (H : 'M[R]_d) : R :=
  gloss M (fun H => Phi (N^T *m H *m N) (N^T *m (H *m H) *m N)) H.

Definition loewner_mono (Phi : 'M[R]_K -> 'M[R]_K -> R) : Prop :=
  forall m C C', psd C -> psd C' -> lew C C' -> Phi m C <= Phi m C'.
End Loss.

Section Projection.
Variables (R : realFieldType) (d K : nat).
Variables (N : 'M[R]_(d, K)) (w : 'I_K -> R) (M P : 'M[R]_d).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis oP : is_oproj P.
Hypothesis PN : P *m N = N.
Hypothesis MP : P *m M *m P = M.

Definition proj (H : 'M[R]_d) : 'M[R]_d := P *m H *m P.

Lemma Pcol k : P *m col k N = col k N.
Proof. by rewrite !colE mulmxA PN. Qed.

(* (i) *)
Lemma trace_proj H : \tr (proj H *m M) = \tr (H *m M).
Proof.
by rewrite /proj -!mulmxA mxtrace_mulC -!mulmxA (mulmxA P M P) MP.
Qed.

(* (ii) *)
Lemma frob2_split H :
  frob2 H = frob2 (proj H)
            + (frob2 (P *m H *m (1%:M - P)) + frob2 ((1%:M - P) *m H)).
Proof.
by rewrite (pythagoras_l H oP) (pythagoras_r (P *m H) oP) addrA.
Qed.

Lemma frob2_proj_le H : frob2 (proj H) <= frob2 H.
Proof. by rewrite [leRHS]frob2_split ler_addl addr_ge0 ?frob2_ge0. Qed.

Lemma frob2_proj_eq H : frob2 (proj H) = frob2 H -> proj H = H.
Proof.
move=> e; have := frob2_split H; rewrite -e => /eqP; rewrite addrC -subr_eq subrr eq_sym.
rewrite paddr_eq0 ?frob2_ge0 // !frob2_eq0 => /andP[/eqP h1 /eqP h2].
rewrite /proj; have -> : P *m H = H.
  by apply/esym/eqP; rewrite -subr_eq0 -{1}[H]mul1mx -mulmxBl h2.
move: h1; have -> : P *m H = H.
  by apply/esym/eqP; rewrite -subr_eq0 -{1}[H]mul1mx -mulmxBl h2.
by rewrite mulmxBr mulmx1 => /eqP; rewrite subr_eq0 => /eqP.
Qed.

Lemma col_proj_le H k : frob2 (proj H *m col k N) <= frob2 (H *m col k N).
Proof.
rewrite /proj -!mulmxA Pcol [leRHS](pythagoras_l _ oP).
by rewrite ler_addl frob2_ge0.
Qed.

Lemma qpart_proj_le H : qpart N w (proj H) <= qpart N w H.
Proof.
rewrite /qpart ler_add ?frob2_proj_le //; apply: ler_sum => k _.
by rewrite ler_wpmul2l ?col_proj_le.
Qed.

Lemma qpart_proj_eq H : qpart N w (proj H) = qpart N w H <-> proj H = H.
Proof.
split=> [e|-> //]; apply: frob2_proj_eq; apply/eqP.
rewrite eq_le frob2_proj_le /=.
have h : \sum_k w k * frob2 (proj H *m col k N) <= \sum_k w k * frob2 (H *m col k N).
  by apply: ler_sum => k _; rewrite ler_wpmul2l ?col_proj_le.
by rewrite -(ler_add2r (\sum_k w k * frob2 (H *m col k N))) -/(qpart N w H) -e ler_add2l.
Qed.

(* (iii) *)
Lemma gramN_proj H : N^T *m proj H *m N = N^T *m H *m N.
Proof.
have NP : N^T *m P = N^T by rewrite -{1}oP.1 -trmx_mul PN.
by rewrite /proj !mulmxA NP -!mulmxA PN.
Qed.

Lemma gramN2_projE H : H^T = H ->
  N^T *m (H *m H) *m N - N^T *m (proj H *m proj H) *m N =
  ((1%:M - P) *m H *m N)^T *m ((1%:M - P) *m H *m N).
Proof.
move=> sH; have NP : N^T *m P = N^T by rewrite -{1}oP.1 -trmx_mul PN.
have oQ := oproj_compl oP.
rewrite /proj !trmx_mul sH oQ.1 !mulmxA NP -!(mulmxA _ P P) oP.2.
rewrite -(mulmxA _ P N) PN -(mulmxA _ (1%:M - P) (1%:M - P)) oQ.2.
by rewrite mulmxBr mulmx1 !mulmxBl.
Qed.

Lemma gramN2_proj_le H : H^T = H ->
  lew (N^T *m (proj H *m proj H) *m N) (N^T *m (H *m H) *m N).
Proof. by move=> sH; rewrite /lew gramN2_projE //; exact: psd_gram. Qed.

(* ---- conclusion on the loss ---- *)
Lemma gloss_proj_le psi H : psi (proj H) <= psi H ->
  gloss N w M psi (proj H) <= gloss N w M psi H.
Proof.
move=> h; rewrite /gloss trace_proj ler_add // ler_add2l ler_wpmul2l ?qpart_proj_le //.
by rewrite invr_ge0 ler0n.
Qed.

Lemma gloss_proj_eq psi H : psi (proj H) <= psi H ->
  gloss N w M psi H <= gloss N w M psi (proj H) -> proj H = H.
Proof.
move=> h; rewrite /gloss trace_proj -!addrA ler_add2l => h2.
have half0 : (0 : R) < 2%:R^-1 by rewrite invr_gt0 ltr0n.
apply/qpart_proj_eq/eqP; rewrite eq_le qpart_proj_le /=.
rewrite -(ler_pmul2l half0) -(ler_add2r (psi H)); apply: le_trans h2 _.
by rewrite ler_add2l.
Qed.

Section WithPhi.
Variable Phi : 'M[R]_K -> 'M[R]_K -> R.
Hypothesis Phi_mono : loewner_mono Phi.

Lemma sym_proj H : H^T = H -> (proj H)^T = proj H.
Proof. by move=> sH; rewrite /proj !trmx_mul sH oP.1 mulmxA. Qed.

Lemma psd_NHHN H : H^T = H -> psd (N^T *m (H *m H) *m N).
Proof.
move=> sH; have -> : N^T *m (H *m H) *m N = (H *m N)^T *m (H *m N).
  by rewrite trmx_mul sH !mulmxA.
exact: psd_gram.
Qed.

Lemma psi_mono H : H^T = H ->
  Phi (N^T *m proj H *m N) (N^T *m (proj H *m proj H) *m N)
  <= Phi (N^T *m H *m N) (N^T *m (H *m H) *m N).
Proof.
move=> sH; rewrite gramN_proj; apply: Phi_mono (gramN2_proj_le sH).
  exact/psd_NHHN/sym_proj.
exact: psd_NHHN.
Qed.

(* T10 for symmetric H (in particular PSD H = B^T B) *)
Theorem loss_proj_le H : H^T = H ->
  loss N w M Phi (proj H) <= loss N w M Phi H.
Proof. by move=> sH; apply: gloss_proj_le; exact: psi_mono. Qed.

Theorem loss_proj_lt H : H^T = H -> proj H != H ->
  loss N w M Phi (proj H) < loss N w M Phi H.
Proof.
move=> sH; apply: contraR; rewrite -leNgt => h; apply/eqP.
by apply: gloss_proj_eq h; exact: psi_mono.
Qed.
End WithPhi.

Lemma gram_proj r (B : 'M[R]_(r, d)) : proj (B^T *m B) = (B *m P)^T *m (B *m P).
Proof. by rewrite /proj trmx_mul oP.1 !mulmxA. Qed.

Lemma gram_projK r (B : 'M[R]_(r, d)) : proj (B^T *m B) = B^T *m B -> B *m P = B.
Proof.
rewrite gram_proj => e; apply/esym/eqP; rewrite -subr_eq0.
have -> : B - B *m P = B *m (1%:M - P) by rewrite mulmxBr mulmx1.
rewrite -frob2_eq0 /frob2 /dot trmx_mul (oproj_compl oP).1.
rewrite -!mulmxA (mulmxA B^T) -e trmx_mul oP.1 -!mulmxA.
rewrite [P *m (_ - _)]mulmxBr mulmx1 oP.2 subrr !mulmx0.
by rewrite mxtrace0.
Qed.

End Projection.

(* ------------------------------------------------------------------ *)
(* The closed, projector-free statement.                               *)
Section Fisher.
Variables (R : realFieldType) (d K : nat).
Variables (N : 'M[R]_(d, K)) (w : 'I_K -> R) (Phi : 'M[R]_K -> 'M[R]_K -> R).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis Phi_mono : loewner_mono Phi.

Lemma between_proj (P : 'M[R]_d) : is_oproj P -> P *m N = N ->
  P *m between w N *m P = between w N.
Proof.
move=> oP PN; rewrite /between mulmx_sumr mulmx_suml; apply: eq_bigr => k _.
rewrite -scalemxAr -scalemxAl mulmxA (Pcol PN) -mulmxA.
by rewrite -{1}oP.1 -trmx_mul (Pcol PN).
Qed.

Definition is_min r (L : 'M[R]_d -> R) (B : 'M[R]_(r, d)) : Prop :=
  forall B' : 'M[R]_(r, d), L (B^T *m B) <= L (B'^T *m B').

(* Every minimiser over r x d encoders, whatever r is, has its row space in
   span{nu_k}.  M may be any matrix with M = P M P for the projector. *)
Theorem minimiser_rowspace r (B : 'M[R]_(r, d)) (M : 'M[R]_d) :
  (forall P, is_oproj P -> P *m N = N -> P *m M *m P = M) ->
  is_min (loss N w M Phi) B -> (B <= N^T)%MS.
Proof.
move=> MP minB; have [P [oP PN PsN]] := oproj_exists N.
have sH : (B^T *m B)^T = B^T *m B by rewrite trmx_mul trmxK.
have e : proj P (B^T *m B) = B^T *m B.
  apply: (gloss_proj_eq w0 oP PN (MP P oP PN) (psi := fun H => Phi (N^T *m H *m N) (N^T *m (H *m H) *m N))).
    exact: psi_mono.
  by have := minB (B *m P); rewrite -gram_proj.
by rewrite -(gram_projK oP e); apply: submx_trans (submxMl _ _) PsN.
Qed.

Corollary minimiser_in_span r (B : 'M[R]_(r, d)) :
  is_min (loss N w (between w N) Phi) B -> (B <= N^T)%MS.
Proof. by apply: minimiser_rowspace => P; exact: between_proj. Qed.

End Fisher.

(* Un-whitening: x = W z-data, Sigma the shared within-class covariance,
   W Sigma W^T = 1, nu_k = W mu_k; the encoder in the original coordinates is
   B W, and its rows lie in Sigma^{-1} span{mu_k}. *)
Section Unwhiten.
Variables (R : realFieldType) (d K : nat).
Variables (Sigma W : 'M[R]_d) (Mu : 'M[R]_(d, K)) (w : 'I_K -> R).
Variable Phi : 'M[R]_K -> 'M[R]_K -> R.
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis Phi_mono : loewner_mono Phi.
Hypothesis white : W *m Sigma *m W^T = 1%:M.

Lemma white_inv : W^T *m W = invmx Sigma.
Proof.
have e : W *m (Sigma *m W^T) = 1%:M by rewrite mulmxA.
have e2 := mulmx1C e; rewrite -mulmxA in e2.
have [uS _] := mulmx1_unit e2.
by rewrite -[LHS]mul1mx -(mulVmx uS) -mulmxA e2 mulmx1.
Qed.

Theorem fisher_containment r (B : 'M[R]_(r, d)) :
  let N := W *m Mu in
  is_min (loss N w (between w N) Phi) B ->
  (B *m W <= (invmx Sigma *m Mu)^T)%MS.
Proof.
move=> N /(minimiser_in_span w0 Phi_mono)/submxP[C ->].
have sS : (invmx Sigma)^T = invmx Sigma by rewrite -white_inv trmx_mul trmxK.
by rewrite /N trmx_mul -!mulmxA white_inv trmx_mul sS submxMl.
Qed.
End Unwhiten.
