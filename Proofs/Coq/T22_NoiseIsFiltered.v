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
    rewrite /quad mulmxBl dotBr -scalemxAl dotZr -(mulmxA M M b); congr (_ - _ * _).
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

(* Where kappa comes from: a variance is at most a quarter of the square of the spread. *)
Lemma popoviciu (R : realFieldType) K (p v : 'cV[R]_K) (C : R) :
  (forall l, 0 <= p l 0) -> \sum_l p l 0 = 1 ->
  (forall k l, (v k 0 - v l 0) ^+ 2 <= C) -> 4%:R * quad (covariance p) v <= C.
Proof.
move=> p0 p1 hC; rewrite (quad_covariance p1); set c := \sum_m p m 0 * v m 0.
have [K0 | Kp] := posnP K.
  have : \sum_l p l 0 = 0 by apply: big1 => -[i id]; exfalso; rewrite K0 in id.
  by rewrite p1 => /eqP; rewrite oner_eq0.
have [lo _ hlo] := @arg_minP _ _ _ (Ordinal Kp) xpredT (fun l => v l 0) isT.
have [hi _ hhi] := @arg_maxP _ _ _ (Ordinal Kp) xpredT (fun l => v l 0) isT.
set x := c - v lo 0; set y := v hi 0 - c.
have pt l : (v l 0 - c) ^+ 2 <= x * y + (y - x) * (v l 0 - c).
  set z := v l 0 - c; rewrite -subr_ge0.
  have -> : x * y + (y - x) * z - z ^+ 2 = (x + z) * (y - z).
    move: x y z => x y z; rewrite mulrBl [RHS]mulrDl !mulrBr expr2 [z * y]mulrC !addrA.
    by rewrite [x * y - x * z + _]addrAC.
  have -> : x + z = v l 0 - v lo 0 by rewrite /x /z addrC addrA subrK.
  have -> : y - z = v hi 0 - v l 0 by rewrite /y /z opprB addrA subrK.
  by apply: mulr_ge0; rewrite subr_ge0; [exact: hlo | exact: hhi].
have centred : \sum_l p l 0 * (v l 0 - c) = 0.
  under eq_bigr do rewrite mulrBr.
  by rewrite sumrB -mulr_suml p1 mul1r; exact: subrr.
have le : \sum_l p l 0 * (v l 0 - c) ^+ 2 <= x * y.
  apply: le_trans (_ : \sum_l p l 0 * (x * y + (y - x) * (v l 0 - c)) <= _).
    by apply: ler_sum => l _; apply: ler_wpmul2l.
  under eq_bigr do rewrite mulrDr [_ * ((y - x) * _)]mulrCA.
  by rewrite big_split /= -mulr_suml -mulr_sumr p1 centred mulr0 addr0 mul1r.
apply: le_trans (ler_wpmul2l (ler0n _ 4) le) _; rewrite mulr_natl.
apply: le_trans (leif_AGM2_scaled x y) _.
have -> : x + y = v hi 0 - v lo 0 by rewrite /x /y addrC addrA subrK.
exact: hC.
Qed.

(* R is an average of covariances of softmax vectors, here under a finite law of x. With a
   bound s of S and D2 of the squared distances of the means, kappa = 1 + s + D2 / 4. *)
Theorem T22_kappa (R : realFieldType) d K n (N : 'M[R]_(d, K)) (w : 'I_K -> R)
    (q : 'I_n -> R) (ps : 'I_n -> 'cV[R]_K) (s D2 : R) :
  (forall i, 0 <= q i) -> \sum_i q i = 1 ->
  (forall i l, 0 <= ps i l 0) -> (forall i, \sum_l ps i l 0 = 1) ->
  (forall a, quad (second_moment N w) a <= s * frob2 a) ->
  (forall k l, frob2 (col k N - col l N) <= D2) ->
  forall a, quad (bracket N w (\sum_i q i *: covariance (ps i))) a <= (1 + s + D2 / 4%:R) * frob2 a.
Proof.
move=> q0 q1 p0 p1 hs hD a; rewrite /bracket quadD quadD.
have -> : quad 1%:M a = frob2 a by rewrite /quad mul1mx.
rewrite -[N in N *m _ *m _]trmxK quad_congr; set v := N^T *m a.
have spread k l : (v k 0 - v l 0) ^+ 2 <= D2 * frob2 a.
  have -> : v k 0 - v l 0 = dot (col k N - col l N) a.
    have e m : v m 0 = dot (col m N) a.
      by rewrite dotE /v mxE; apply: eq_bigr => i _; rewrite big_ord1 !mxE.
    by rewrite !e [RHS]dotC dotBr ![dot a _]dotC.
  apply: le_trans (cauchy_schwarz _ _) _.
  by apply: ler_wpmul2r; [exact: frob2_ge0 | exact: hD].
have var : quad (\sum_i q i *: covariance (ps i)) v <= D2 / 4%:R * frob2 a.
  have -> : quad (\sum_i q i *: covariance (ps i)) v = \sum_i q i * quad (covariance (ps i)) v.
    elim/big_rec2: _ => [|i y1 y2 _ <-]; first by rewrite /quad mul0mx dot0r.
    by rewrite quadD quadZ.
  rewrite -[X in _ <= X]mul1r -[X in _ <= X * _]q1 mulr_suml; apply: ler_sum => i _; apply: ler_wpmul2l => //.
  have h := popoviciu (p0 i) (p1 i) spread.
  rewrite -(@ler_pmul2l _ 4%:R) ?ltr0n //; apply: le_trans h _.
  have e : 4%:R * (D2 / 4%:R) = D2 by rewrite mulrC divfK // pnatr_eq0.
  by rewrite mulrA e.
apply: le_trans (ler_add (ler_add (hs a) (lexx _)) var) _.
by rewrite !mulrDl mul1r [s * _ + _]addrC.
Qed.
