(* T11: for a loss convex in the scores and noise outside F of mean zero given the
   rest, projecting the encoder onto F does not increase the loss. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Pinching.
Variables (R : realFieldType) (m : nat).

(* f has a supporting affine function at every point. For a finite function on
   R^m this is convexity (supporting hyperplane theorem). *)
Definition supported (f : 'cV[R]_m -> R) : Prop :=
  forall u, exists g : 'cV[R]_m, forall v, f u + dot g (v - u) <= f v.

(* Jensen's inequality for a finite law *)
Lemma jensen (f : 'cV[R]_m -> R) (J : finType) (p : J -> R) (x : J -> 'cV[R]_m) :
  supported f -> (forall j, 0 <= p j) -> \sum_j p j = 1 ->
  f (\sum_j p j *: x j) <= \sum_j p j * f (x j).
Proof.
move=> sf p0 p1; set c := \sum_j _; have [g hg] := sf c.
apply: (@le_trans _ _ (\sum_j p j * (f c + dot g (x j - c)))); last first.
  by apply: ler_sum => j _; rewrite ler_wpmul2l.
under eq_bigr do rewrite mulrDr -dotZr.
rewrite big_split /= -mulr_suml p1 mul1r ler_addl.
have -> : \sum_j dot g (p j *: (x j - c)) = dot g (\sum_j p j *: (x j - c)).
  by apply/esym; rewrite /dot mulmx_sumr raddf_sum.
under eq_bigr do rewrite scalerBr.
by rewrite sumrB -scaler_suml p1 scale1r -/c subrr dot0r.
Qed.

(* One anchor x and m candidates y_1 .. y_m, the columns of Y; the scores are
   Y^T H x. The part inside the span is (u, V); the noise outside it is z for
   the anchor and Z for the candidates. Given (u, V) the noise has a finite
   joint law: candidates' noise Z_j with probability q_j, and given j the
   anchor's noise z_ij with probability p_ij. "Mean zero given the rest" is
   hz and hZ. No symmetry, no Gaussian, no independence of z and Z. *)
Variables (d : nat) (H Q : 'M[R]_d) (f : 'cV[R]_m -> R).
Hypothesis sf : supported f.
Variables (I J : finType) (p : J -> I -> R) (q : J -> R).
Variables (z : J -> I -> 'cV[R]_d) (Z : J -> 'M[R]_(d, m)).
Hypothesis p0 : forall j i, 0 <= p j i.
Hypothesis p1 : forall j, \sum_i p j i = 1.
Hypothesis q0 : forall j, 0 <= q j.
Hypothesis q1 : \sum_j q j = 1.
Hypothesis hz : forall j, \sum_i p j i *: z j i = 0.
Hypothesis hZ : \sum_j q j *: Z j = 0.

Lemma T11_noise_increases (u : 'cV[R]_d) (V : 'M[R]_(d, m)) :
  f (V^T *m H *m u)
  <= \sum_j q j * \sum_i p j i * f ((V + Z j)^T *m H *m (u + z j i)).
Proof.
have eu : V^T *m H *m u = \sum_j q j *: ((V + Z j)^T *m H *m u).
  have -> : \sum_j q j *: ((V + Z j)^T *m H *m u) = (\sum_j q j *: (V + Z j))^T *m H *m u.
    rewrite linear_sum /= !mulmx_suml; apply: eq_bigr => j _.
    by rewrite linearZ /= -!scalemxAl.
  by under eq_bigr do rewrite scalerDr; rewrite big_split /= hZ addr0 -scaler_suml q1 scale1r.
rewrite eu; apply: le_trans (jensen (fun j => (V + Z j)^T *m H *m u) sf q0 q1) _.
apply: ler_sum => j _; rewrite ler_wpmul2l //.
set A := (V + Z j)^T *m H.
have -> : A *m u = \sum_i p j i *: (A *m (u + z j i)).
  under eq_bigr do rewrite mulmxDr scalerDr [_ *: (A *m z j _)]scalemxAr.
  by rewrite big_split /= -mulmx_sumr hz mulmx0 addr0 -scaler_suml p1 scale1r.
exact: jensen.
Qed.

Hypothesis oQ : is_oproj Q.
Hypothesis Qz : forall j i, Q *m z j i = 0.
Hypothesis QZ : forall j, Q *m Z j = 0.

(* The pinched encoder B Q, with H replaced by Q H Q, does not see the noise. *)
Lemma T11_pinched_is_blind (u : 'cV[R]_d) (V : 'M[R]_(d, m)) j i :
  Q *m u = u -> Q *m V = V ->
  (V + Z j)^T *m (Q *m H *m Q) *m (u + z j i) = V^T *m H *m u.
Proof.
move=> Qu QV; rewrite -!mulmxA mulmxDr Qu Qz addr0 mulmxA.
by rewrite -{1}oQ.1 -trmx_mul mulmxDr QV QZ addr0.
Qed.
End Pinching.

(* T11: average over a finite law of the inside parts (u_a, V_a) and of the
   labels; the laws of the noise may depend on a. *)
Theorem T11_pinching (R : realFieldType) m d (H Q : 'M[R]_d) (f : 'cV[R]_m -> R)
    (A I J : finType) (t : A -> R) (u : A -> 'cV[R]_d) (V : A -> 'M[R]_(d, m))
    (p : A -> J -> I -> R) (q : A -> J -> R)
    (z : A -> J -> I -> 'cV[R]_d) (Z : A -> J -> 'M[R]_(d, m)) :
  supported f -> is_oproj Q -> (forall a, 0 <= t a) ->
  (forall a j i, 0 <= p a j i) -> (forall a j, \sum_i p a j i = 1) ->
  (forall a j, 0 <= q a j) -> (forall a, \sum_j q a j = 1) ->
  (forall a j, \sum_i p a j i *: z a j i = 0) -> (forall a, \sum_j q a j *: Z a j = 0) ->
  (forall a, Q *m u a = u a) -> (forall a, Q *m V a = V a) ->
  (forall a j i, Q *m z a j i = 0) -> (forall a j, Q *m Z a j = 0) ->
  let loss G := \sum_a t a * \sum_j q a j * \sum_i p a j i *
                  f ((V a + Z a j)^T *m G *m (u a + z a j i)) in
  loss (Q *m H *m Q) <= loss H.
Proof.
move=> sf oQ t0 p0 p1 q0 q1 hz hZ Qu QV Qz QZ; cbv zeta; apply: ler_sum => a _.
rewrite ler_wpmul2l //.
apply: le_trans (T11_noise_increases H sf (p0 a) (p1 a) (q0 a) (q1 a) (hz a) (hZ a) (u a) (V a)).
under eq_bigr => j _ do under eq_bigr => i _ do
  rewrite (T11_pinched_is_blind H oQ (Qz a) (QZ a) j i (Qu a) (QV a)).
under eq_bigr => j _ do rewrite -mulr_suml p1 mul1r.
by rewrite -mulr_suml q1 mul1r.
Qed.
