(* T22: outside the Fisher subspace every direction of the encoder shrinks, along the
   gradient flow and in gradient steps (T22_NoiseIsFiltered.md, S2 and S3). *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace T10_CriticalPoints.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma step_identity (R : realFieldType) n (eta : R) (M : 'M[R]_n) (G := 1%:M - eta *: M) :
  M - eta *: (M *m M) = G *m M *m G + eta *: (M *m G *m M).
Proof.
have GM : G *m M = M *m G by rewrite /G mulmxBl mul1mx mulmxBr mulmx1 -scalemxAl -scalemxAr.
have one : G + eta *: M = 1%:M by rewrite /G subrK.
rewrite -(mulmxA M G M) GM -mulmxA [X in _ = _ + X]scalemxAr -mulmxDr [eta *: (M *m G)]scalemxAl -mulmxDl one mul1mx.
by rewrite /G mulmxBr mulmx1 -scalemxAr.
Qed.

Section Filter.
Variables (R : realFieldType) (d K r : nat).
Variables (N : 'M[R]_(d, K)) (w : 'I_K -> R) (pi P Rp : 'M[R]_K) (B : 'M[R]_(r, d)).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis pRp : psd Rp.
Variable v : 'cV[R]_d.
Hypothesis outside : N^T *m v = 0.
Let grad := encoder_gradient N w pi P Rp B.
Let M := B *m bracket N w Rp *m B^T.

(* S1: the gradient along v is M (B v). *)
Theorem T22_gradient : grad *m v = M *m (B *m v).
Proof.
have [d0 | dp] := posnP d.
  have -> : v = 0 by apply/matrixP => -[i id]; exfalso; rewrite d0 in id.
  by rewrite !mulmx0.
pose e : 'rV[R]_d := delta_mx 0 (Ordinal dp).
have ee : e *m e^T = 1%:M by rewrite trmx_delta mul_delta_mx; apply/matrixP => i j; rewrite !ord1 !mxE.
have NQ : N^T *m (v *m e) = 0 by rewrite mulmxA outside mul0mx.
have eq : grad *m v = grad *m (v *m e) *m e^T by rewrite -!mulmxA ee mulmx1.
by rewrite eq /grad (T10_gradient_outside w pi P pRp B NQ) /M -!mulmxA ee mulmx1.
Qed.

Lemma quad_M b : 2%:R * frob2 (B^T *m b) <= quad M b.
Proof.
have -> : quad M b = quad (bracket N w Rp) (B^T *m b) by rewrite -quad_congr trmxK.
rewrite /bracket /second_moment !quadD; set x := B^T *m b.
have -> : quad 1%:M x = frob2 x by rewrite /quad mul1mx.
have h1 : 0 <= quad (between w N) x by exact: (psd_between N w0).2.
have h2 : 0 <= quad (N *m Rp *m N^T) x by exact: (psd_NRN N pRp).2.
by rewrite mulr_natl mulr2n -addrA addrACA ler_addl addr_ge0.
Qed.

(* S2: |B v|^2 has the derivative 2 <B v, -grad v> along the flow dB/dt = -grad. *)
Theorem T22_flow :
  2%:R * dot (B *m v) (- grad *m v) <= - (4%:R * frob2 (B^T *m (B *m v))).
Proof.
rewrite mulNmx dotNr mulrN ler_opp2 T22_gradient -/(quad M (B *m v)) (natrM _ 2 2) -mulrA.
by rewrite ler_wpmul2l ?ler0n ?quad_M.
Qed.

(* S3: a step of size eta with eta M <= 1, which eta <= 1 / (kappa |B|_2^2) gives by
   [T22_step_size]. *)
Lemma sym_M : M^T = M.
Proof.
have sS : (bracket N w Rp)^T = bracket N w Rp.
  rewrite /bracket /second_moment !linearD /= !trmx1 between_sym.
  by rewrite (psd_NRN N pRp).1.
by rewrite /M !trmx_mul trmxK sS mulmxA.
Qed.

Theorem T22_step eta : 0 <= eta -> (forall b, eta * quad M b <= frob2 b) ->
  frob2 ((B - eta *: grad) *m v) <= frob2 (B *m v) - 2%:R * eta * frob2 (B^T *m (B *m v)).
Proof.
move=> e0 small; rewrite mulmxBl -scalemxAl T22_gradient; set b := B *m v.
have pM : psd M by split=> [|x]; [exact: sym_M | apply: le_trans (quad_M x); rewrite mulr_ge0 ?ler0n ?frob2_ge0].
have pI : psd (1%:M - eta *: M).
  split=> [|x]; first by rewrite linearB linearZ /= trmx1 sym_M.
  have -> : quad (1%:M - eta *: M) x = frob2 x - eta * quad M x.
    by rewrite /quad mulmxBl mul1mx dotBr -scalemxAl dotZr.
  by rewrite subr_ge0.
have key : eta * frob2 (M *m b) <= quad M b.
  have e := step_identity eta M.
  rewrite -subr_ge0; have -> : quad M b - eta * frob2 (M *m b) = quad (M - eta *: (M *m M)) b.
    rewrite /quad mulmxBl dotBr -scalemxAl dotZr -mulmxA; congr (_ - _ * _).
    by rewrite /frob2 dotMl sym_M.
  rewrite e; set G := 1%:M - _ in pI *; have eG : G *m M *m G = G^T *m M *m G by rewrite pI.1.
  have eM : M *m G *m M = M^T *m G *m M by rewrite sym_M.
  by rewrite eG eM quadD quadZ !quad_congr addr_ge0 ?pM.2 // mulr_ge0 ?pI.2.
rewrite frob2B frob2Z dotZr -/(quad M b) -!addrA ler_add2l expr2 -(mulrA eta).
have h := ler_wpmul2l e0 key; have hq := ler_wpmul2l e0 (quad_M b).
apply: le_trans (ler_add h (lexx _)) _.
have -> : eta * quad M b - 2%:R * (eta * quad M b) = - (eta * quad M b).
  by rewrite mulr_natl mulr2n opprD addrA subrr add0r.
by rewrite ler_opp2 [2%:R * eta]mulrC -mulrA.
Qed.

Theorem T22_step_size eta beta kappa :
  0 <= eta -> 0 <= kappa -> eta * (kappa * beta) <= 1 ->
  (forall a, quad (bracket N w Rp) a <= kappa * frob2 a) ->
  (forall b : 'cV_r, frob2 (B^T *m b) <= beta * frob2 b) ->
  forall b, eta * quad M b <= frob2 b.
Proof.
move=> e0 k0 small hX hB b.
have -> : quad M b = quad (bracket N w Rp) (B^T *m b) by rewrite -quad_congr trmxK.
apply: le_trans (ler_wpmul2l e0 (hX _)) _.
apply: le_trans (ler_wpmul2l e0 (ler_wpmul2l k0 (hB b))) _.
by rewrite !mulrA -[eta * kappa * _]mulrA ler_pimull ?frob2_ge0.
Qed.
End Filter.
