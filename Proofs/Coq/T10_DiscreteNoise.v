(* T10: the projection step for finite noise, where nothing is assumed of an
   integral. It also shows that the record of T10_InfoNCE can be satisfied. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T10_Projection Certificate T10_InfoNCE.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Discrete.
Variables (R : realFieldType) (d : nat) (J : finType).
Variables (p : J -> R) (x : J -> 'cV[R]_d).
Hypothesis p0 : forall j, 0 <= p j.
Hypothesis p1 : \sum_j p j = 1.

Definition finE (f : 'cV[R]_d -> R) : R := \sum_j p j * f (x j).

Definition discrete : expectation R d.
Proof.
refine (@Expectation R d finE (fun=> True) _ _ _ _ _ _ _ _) => //.
- by move=> c; rewrite /finE -mulr_suml p1 mul1r.
- by move=> f g _ _; rewrite /finE -big_split; apply: eq_bigr => j _; rewrite mulrDr.
- by move=> c f _; rewrite /finE mulr_sumr; apply: eq_bigr => j _; rewrite mulrCA.
- by move=> f g _ _ fg; apply: ler_sum => j _; rewrite ler_wpmul2l.
Defined.

(* reflection-symmetric support: s permutes the atoms as 2P - 1 does *)
Lemma discrete_refl (P : 'M[R]_d) (s : J -> J) : injective s ->
  (forall j, p (s j) = p j) -> (forall j, x (s j) = refl P *m x j) ->
  refl_invariant discrete P.
Proof.
move=> inj ps xs f _; split => //=; rewrite /finE [RHS](reindex_inj inj).
by apply: eq_bigr => j _; rewrite ps xs.
Qed.
End Discrete.

(* every finite noise has a reflection-symmetrised version *)
Section Symmetrise.
Variables (R : realFieldType) (d : nat) (J : finType) (P : 'M[R]_d).
Variables (p : J -> R) (x : J -> 'cV[R]_d).
Hypothesis oP : is_oproj P.

Lemma reflK : refl P *m refl P = 1%:M.
Proof.
rewrite /refl mulmxBr mulmx1 mulmxDr mulmxBl mulmxDl mul1mx oP.2 addrK.
by rewrite opprB addrCA subrr addr0.
Qed.

Definition sp (bj : bool * J) : R := 2%:R^-1 * p bj.2.
Definition sx (bj : bool * J) : 'cV[R]_d := if bj.1 then refl P *m x bj.2 else x bj.2.
Definition flip (bj : bool * J) := (~~ bj.1, bj.2).

Lemma sp_sum : \sum_j p j = 1 -> \sum_bj sp bj = 1.
Proof.
move=> p1; rewrite -(pair_bigA _ (fun b j => 2%:R^-1 * p j)) /= big_bool /=.
by rewrite -!mulr_sumr p1 halves.
Qed.

Lemma symmetrised_refl (p1 : \sum_bj sp bj = 1) (p0 : forall bj, 0 <= sp bj) :
  refl_invariant (discrete sx p0 p1) P.
Proof.
apply: (@discrete_refl _ _ _ _ _ p0 p1 _ flip).
- by apply: inv_inj => -[b j]; rewrite /flip /= negbK.
- by [].
- by case=> -[] j; rewrite /sx /flip //= mulmxA reflK mul1mx.
Qed.
End Symmetrise.

(* T10 with discrete noise *)
Section DiscreteNoise.
Variables (R : realFieldType) (el : explog R) (d K : nat) (J : finType).
Variables (N : 'M[R]_(d, K)) (w : 'I_K -> R).
Variables (p : J -> R) (x : J -> 'cV[R]_d) (P : 'M[R]_d) (s : J -> J).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis w1 : \sum_k w k = 1.
Hypothesis p0 : forall j, 0 <= p j.
Hypothesis p1 : \sum_j p j = 1.
Hypothesis oP : is_oproj P.
Hypothesis PN : P *m N = N.
Hypothesis s_inj : injective s.
Hypothesis ps : forall j, p (s j) = p j.
Hypothesis xs : forall j, x (s j) = refl P *m x j.

Let e := discrete x p0 p1.

Lemma psi_proj_discrete H : psi el N w e (proj P H) <= psi el N w e H.
Proof.
have inv : refl_invariant e P by apply: (@discrete_refl _ _ _ _ _ p0 p1 P s).
by apply: (@psi_proj_gen _ el _ _ N w w0 w1 e P H _ inv oP PN).
Qed.

Theorem discrete_proj_le H : 
  gloss N w (between w N) (psi el N w e) (proj P H) <= gloss N w (between w N) (psi el N w e) H.
Proof. by apply: gloss_proj_le => //; [exact: between_proj | exact: psi_proj_discrete]. Qed.

Theorem discrete_proj_lt H : proj P H != H ->
  gloss N w (between w N) (psi el N w e) (proj P H) < gloss N w (between w N) (psi el N w e) H.
Proof.
apply: contraR; rewrite -leNgt => h; apply/eqP; apply: gloss_proj_eq h => //.
  exact: between_proj.
exact: psi_proj_discrete.
Qed.
End DiscreteNoise.
