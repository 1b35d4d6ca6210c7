(* Certificate.md: how far a computed point is from the minimiser, containment and
   leak, spanning, not spanning; strong convexity of the loss. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T10_Projection.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma halves (R : realFieldType) (y : R) : 2%:R^-1 * y + 2%:R^-1 * y = y.
Proof.
by rewrite -mulrDl -[_^-1 + _]mulr2n -[_^-1 *+ _]mulr_natl divff ?mul1r // pnatr_eq0.
Qed.

Section Abstract.
Variables (R : realFieldType) (m n : nat).
Implicit Types A B G H : 'M[R]_(m, n).

(* ---- first order version: strongly monotone operator ---- *)
Definition strongly_monotone (dom : 'M[R]_(m, n) -> Prop) (F : 'M[R]_(m, n) -> 'M[R]_(m, n)) :=
  forall A B, dom A -> dom B -> frob2 (A - B) <= dot (F A - F B) (A - B).

(* [res] certifies H: F(H) - res satisfies the variational inequality at H;
   for an unconstrained problem (dom = everything) take res = F(H). *)
Theorem certificate_monotone dom F H Hs res :
  strongly_monotone dom F -> dom H -> dom Hs ->
  (forall A, dom A -> 0 <= dot (F Hs) (A - Hs)) ->
  (forall A, dom A -> 0 <= dot (F H - res) (A - H)) ->
  frob2 (H - Hs) <= frob2 res.
Proof.
move=> sm dH dHs viS viH; apply: dot_self_bound.
apply: le_trans (sm _ _ dH dHs) _.
have := viH _ dHs; rewrite -(opprB H Hs) dotNr oppr_ge0 dotBl subr_le0 => h.
by rewrite dotBl; apply: le_trans h; rewrite ger_addl oppr_le0 viS.
Qed.

Corollary certificate_unconstrained F H Hs :
  strongly_monotone (fun=> True) F -> F Hs = 0 ->
  frob2 (H - Hs) <= frob2 (F H).
Proof.
move=> sm FHs; apply: (certificate_monotone (F := F) sm) => // A _.
  by rewrite FHs dot0l.
by rewrite subrr dot0l.
Qed.

(* ---- zeroth order version ---- *)
Definition strongly_convex (dom : 'M[R]_(m, n) -> Prop) (L : 'M[R]_(m, n) -> R) :=
  forall A B t, dom A -> dom B -> 0 <= t <= 1 ->
    L ((1 - t) *: A + t *: B)
    <= (1 - t) * L A + t * L B - 2%:R^-1 * (t * (1 - t) * frob2 (A - B)).

Definition convex_dom (dom : 'M[R]_(m, n) -> Prop) :=
  forall A B t, dom A -> dom B -> 0 <= t <= 1 -> dom ((1 - t) *: A + t *: B).

Lemma limit_bound (c x : R) : 
  (forall t, 0 < t <= 1 -> (1 - t) * c <= x) -> c <= x.
Proof.
move=> h; rewrite leNgt; apply/negP => xc.
have x0 : 0 <= x by have := h 1; rewrite subrr mul0r ltr01 lexx; apply.
have c0 : 0 < c by exact: le_lt_trans xc.
have cx : 0 < c - x by rewrite subr_gt0.
pose t := (c - x) / (2%:R * c).
have c2 : 0 < 2%:R * c by rewrite mulr_gt0 // ltr0n.
have t0 : 0 < t by rewrite divr_gt0.
have t1 : t <= 1.
  rewrite ler_pdivr_mulr // mul1r mulr_natl mulr2n ler_add2l.
  by apply: le_trans (ltW c0); rewrite oppr_le0.
have := h t; rewrite t0 t1 => /(_ isT); rewrite mulrBl mul1r.
have -> : t * c = (c - x) / 2%:R.
  by rewrite /t invfM -!mulrA mulVf ?gt_eqF // mulr1.
rewrite ler_subl_addr -ler_subl_addl ler_pdivl_mulr ?ltr0n // mulr_natr mulr2n.
by rewrite ger_addl leNgt cx.
Qed.

Theorem certificate_value dom L H Hs :
  strongly_convex dom L -> convex_dom dom -> dom H -> dom Hs ->
  (forall A, dom A -> L Hs <= L A) ->
  2%:R^-1 * frob2 (H - Hs) <= L H - L Hs.
Proof.
move=> sc cd dH dHs minH; apply: limit_bound => t /andP[t0 t1].
have ht : 0 <= t <= 1 by rewrite ltW.
have := le_trans (minH _ (cd _ _ _ dHs dH ht)) (sc _ _ _ dHs dH ht).
have -> : frob2 (Hs - H) = frob2 (H - Hs).
  by rewrite -(opprB H Hs) -scaleN1r frob2Z sqrrN expr1n mul1r.
have -> : (1 - t) * L Hs + t * L H = L Hs + t * (L H - L Hs).
  by rewrite mulrBl mul1r mulrBr addrA addrAC.
rewrite -addrA ler_addl subr_ge0 => h; rewrite -(ler_pmul2l t0).
by apply: le_trans h; rewrite !mulrA [t * (1 - t) / _]mulrC !mulrA.
Qed.

(* uniqueness of the minimiser *)
Corollary minimiser_unique dom L H Hs :
  strongly_convex dom L -> convex_dom dom -> dom H -> dom Hs ->
  (forall A, dom A -> L Hs <= L A) -> (forall A, dom A -> L H <= L A) -> H = Hs.
Proof.
move=> sc cd dH dHs m1 m2.
have := certificate_value sc cd dH dHs m1.
have e : L H = L Hs by apply/eqP; rewrite eq_le m2 // m1.
rewrite e subrr pmulr_rle0 ?invr_gt0 ?ltr0n // => h.
by apply/eqP; rewrite -subr_eq0 -frob2_eq0 eq_le h frob2_ge0.
Qed.

(* subgradient form: |H - H*| <= |G| for every subgradient G at H *)
Definition strong_subgradient (dom : 'M[R]_(m, n) -> Prop) L H G :=
  forall A, dom A -> L H + dot G (A - H) + 2%:R^-1 * frob2 (A - H) <= L A.

Theorem certificate_subgradient dom L H Hs G :
  strongly_convex dom L -> convex_dom dom -> dom H -> dom Hs ->
  (forall A, dom A -> L Hs <= L A) -> strong_subgradient dom L H G ->
  frob2 (H - Hs) <= frob2 G.
Proof.
move=> sc cd dH dHs mi sg; apply: dot_self_bound.
have h1 := certificate_value sc cd dH dHs mi.
have := sg _ dHs; rewrite -(opprB H Hs) dotNr -[- (H - Hs)]scaleN1r frob2Z sqrrN expr1n mul1r.
rewrite -addrA -ler_subr_addl addrC ler_subl_addr => h2.
have h3 := ler_add h1 h2; rewrite addrA [_ + (L Hs - L H)]addrA subrK subrr add0r in h3.
by rewrite halves in h3.
Qed.
End Abstract.

Section Sqrt.
Variables (R : rcfType) (m n : nat).
Definition fnorm (A : 'M[R]_(m, n)) : R := Num.sqrt (frob2 A).
Corollary certificate_norm (F : 'M[R]_(m, n) -> 'M[R]_(m, n)) H Hs :
  strongly_monotone (fun=> True) F -> F Hs = 0 -> fnorm (H - Hs) <= fnorm (F H).
Proof. by move=> sm F0; apply/ler_wsqrtr/certificate_unconstrained. Qed.
End Sqrt.

(* The quadratic part of the InfoNCE loss has modulus >= 1. *)
Section Modulus.
Variables (R : realFieldType) (d K : nat) (N : 'M[R]_(d, K)) (w : 'I_K -> R).
Hypothesis w0 : forall k, 0 <= w k.

Lemma frob2_mix p q (A B : 'M[R]_(p, q)) t :
  frob2 ((1 - t) *: A + t *: B)
  = (1 - t) * frob2 A + t * frob2 B - t * (1 - t) * frob2 (A - B).
Proof.
have -> : (1 - t) *: A + t *: B = B + (1 - t) *: (A - B).
  by rewrite scalerBr addrCA; congr (_ + _);
     rewrite scalerBl scale1r opprB addrCA subrr addr0.
rewrite frob2D frob2Z dotZr.
have -> : frob2 A = frob2 B + frob2 (A - B) + 2%:R * dot B (A - B).
  by rewrite -frob2D addrC subrK.
set b := frob2 B; set x := frob2 (A - B); set c := dot B _.
have -> : t * b = b - (1 - t) * b by rewrite mulrBl mul1r opprB addrCA subrr addr0.
have -> : t * (1 - t) * x = (1 - t) * x - (1 - t) ^+ 2 * x.
  by rewrite -mulrBl expr2 -{2}[1 - t]mul1r -mulrBl opprB addrCA subrr addr0.
rewrite !mulrDr opprB mulrCA addrA [X in _ = X + _]addrC.
set u := _ ^+ 2 * x; set v := (1 - t) * b; set y := (1 - t) * x; set z := _ * (_ * c).
by rewrite [v + y + z + _]addrCA -[v + y + z]addrA [v + _]addrC addrK [y + z]addrC !addrA addrK [u + b]addrC.
Qed.

Lemma qpart_mix (A B : 'M[R]_d) t :
  qpart N w ((1 - t) *: A + t *: B)
  = (1 - t) * qpart N w A + t * qpart N w B - t * (1 - t) * qpart N w (A - B).
Proof.
rewrite /qpart frob2_mix.
have -> : \sum_k w k * frob2 (((1 - t) *: A + t *: B) *m col k N) =
   (1 - t) * (\sum_k w k * frob2 (A *m col k N)) + t * (\sum_k w k * frob2 (B *m col k N))
   - t * (1 - t) * (\sum_k w k * frob2 ((A - B) *m col k N)).
  rewrite !mulr_sumr -big_split -sumrB /=; apply: eq_bigr => k _.
  by rewrite mulmxDl -!scalemxAl frob2_mix -mulmxBl mulrBr mulrDr
       ![w k * (_ * frob2 _)]mulrCA [t * (1 - t) * (w k * _)]mulrCA.
by rewrite addrACA -opprD -mulrDr addrACA -!mulrDr.
Qed.

Lemma qpart_ge H : frob2 H <= qpart N w H.
Proof. by rewrite ler_addl sumr_ge0 // => k _; rewrite mulr_ge0 ?frob2_ge0. Qed.

(* loss with a convex psi is 1-strongly convex on every convex domain *)
Definition convex_on (dom : 'M[R]_d -> Prop) (psi : 'M[R]_d -> R) :=
  forall A B t, dom A -> dom B -> 0 <= t <= 1 ->
    psi ((1 - t) *: A + t *: B) <= (1 - t) * psi A + t * psi B.

Theorem gloss_strongly_convex dom psi M : convex_on dom psi ->
  strongly_convex dom (gloss N w M psi).
Proof.
move=> cpsi A B t dA dB ht; have := cpsi _ _ _ dA dB ht.
set h : R := 2%:R^-1; have h0 : 0 <= h by rewrite invr_ge0 ler0n.
have tt : 0 <= t * (1 - t) by case/andP: ht => t0 t1; rewrite mulr_ge0 ?subr_ge0.
rewrite /gloss -/h qpart_mix mulmxDl mxtraceD -!scalemxAl !mxtraceZ.
set pA := psi A; set pB := psi B; set p := psi _.
set tA := \tr (A *m M); set tB := \tr (B *m M).
set qA := qpart N w A; set qB := qpart N w B => hp.
have hq : h * (t * (1 - t) * frob2 (A - B)) <= h * (t * (1 - t) * qpart N w (A - B)).
  by rewrite ler_wpmul2l // ler_wpmul2l // qpart_ge.
have -> : (1 - t) * (- tA + h * qA + pA) + t * (- tB + h * qB + pB) =
  - ((1 - t) * tA + t * tB) + h * ((1 - t) * qA + t * qB) + ((1 - t) * pA + t * pB).
  have lin3 (x y x1 x2 x3 y1 y2 y3 : R) : x * (x1 + x2 + x3) + y * (y1 + y2 + y3) =
      (x * x1 + y * y1) + (x * x2 + y * y2) + (x * x3 + y * y3).
    by rewrite !mulrDr [LHS]addrACA; congr (_ + _); rewrite [LHS]addrACA.
  rewrite lin3; congr (_ + _ + _); first by rewrite !mulrN -opprD.
  by rewrite [RHS]mulrDr ![_ * (h * _)]mulrCA.
rewrite [h * (_ - _)]mulrBr.
have aux (T Q P p' q f : R) : p' <= P -> f <= q -> T + (Q - q) + p' <= T + Q + P - f.
  by move=> h1 h2; rewrite addrA addrAC ler_add ?ler_add2l ?ler_opp2.
exact: aux.
Qed.
End Modulus.

(* ---- the bounds of Certificate.md, S4 and S7 to S9 ---- *)
Section Norm.
Variables (R : rcfType).

Lemma fnorm_ge0 m n (A : 'M[R]_(m, n)) : 0 <= fnorm A.
Proof. exact: sqrtr_ge0. Qed.

Lemma fnorm_sqr m n (A : 'M[R]_(m, n)) : fnorm A ^+ 2 = frob2 A.
Proof. by rewrite sqr_sqrtr ?frob2_ge0. Qed.

Lemma fnorm_le m n (A : 'M[R]_(m, n)) x : 0 <= x -> frob2 A <= x ^+ 2 -> fnorm A <= x.
Proof. by move=> x0 h; rewrite -(ger0_norm x0) -sqrtr_sqr; exact: ler_wsqrtr. Qed.

Lemma dot_le m n (A B : 'M[R]_(m, n)) : dot A B <= fnorm A * fnorm B.
Proof.
apply: le_trans (ler_norm _) _; rewrite -sqrtr_sqr -sqrtrM ?frob2_ge0 //.
exact/ler_wsqrtr/cauchy_schwarz.
Qed.

Lemma fnormD m n (A B : 'M[R]_(m, n)) : fnorm (A + B) <= fnorm A + fnorm B.
Proof.
apply: fnorm_le; first by rewrite addr_ge0 ?fnorm_ge0.
rewrite frob2D sqrrD !fnorm_sqr addrAC ler_add2r ler_add2l mulr_natl ler_muln2r.
by rewrite dot_le orbT.
Qed.

Lemma quad_le n (D : 'M[R]_n) (v : 'cV[R]_n) : quad D v <= fnorm D * frob2 v.
Proof.
have -> : quad D v = dot D (v *m v^T) by rewrite -dotMr dotC.
apply: le_trans (dot_le _ _) _; rewrite ler_wpmul2l ?fnorm_ge0 //.
apply: fnorm_le; first exact: frob2_ge0.
have vv : v^T *m v = (frob2 v)%:M by rewrite [LHS]mx11_scalar /frob2 /dot /mxtrace big_ord1.
by rewrite {1}/frob2 dotMr trmxK -mulmxA vv mul_mx_scalar dotZr expr2.
Qed.
End Norm.

Section ConeCertificate.
Variables (R : rcfType) (d : nat).
Implicit Types (H Hs Lam M : 'M[R]_d).

(* S4. [mono] is what strong convexity with modulus mu and the optimality of Hs
   over the cone give. M may be any positive semidefinite matrix. *)
Theorem Certificate_distance (mu a b : R) H Hs Lam M :
  0 < mu -> psd M -> psd Hs ->
  mu * frob2 (H - Hs) <= dot Lam (H - Hs) ->
  fnorm (Lam - M) <= b -> dot M H <= a ->
  fnorm (H - Hs) <= b / (2%:R * mu) + Num.sqrt ((b / (2%:R * mu)) ^+ 2 + a / mu).
Proof.
move=> mu0 pM pHs mono hb ha; set D := H - Hs; set x := fnorm D; set c := b / _.
have MHs : 0 <= dot M Hs by rewrite /dot pM.1; exact: psd_trace_ge0.
have h1 : mu * x ^+ 2 <= b * x + a.
  rewrite fnorm_sqr; apply: le_trans mono _.
  have -> : dot Lam D = dot (Lam - M) D + dot M D by rewrite -dotDl subrK.
  apply: ler_add.
    by apply: le_trans (dot_le _ _) _; rewrite ler_wpmul2r ?fnorm_ge0.
  by rewrite /D dotBr; apply: le_trans ha; rewrite ger_addl oppr_le0.
have c2 : mu * (2%:R * c) = b.
  by rewrite mulrCA mulrA mulrC /c divfK // gt_eqF // mulr_gt0 // ltr0n.
have h2 : x ^+ 2 <= 2%:R * c * x + a / mu.
  rewrite -(ler_pmul2l mu0) mulrDr [mu * (2%:R * c * x)]mulrA c2.
  by rewrite [mu * (a / mu)]mulrC divfK ?gt_eqF.
have h3 : (x - c) ^+ 2 <= c ^+ 2 + a / mu.
  rewrite sqrrB addrC ler_add2l ler_subl_addl; apply: le_trans h2 _.
  by rewrite -mulrA [c * x]mulrC mulr_natl.
rewrite -ler_subl_addl; apply: le_trans (ler_norm _) _.
by rewrite -sqrtr_sqr; exact: ler_wsqrtr.
Qed.

(* S7. Containment and leak. *)
Lemma frob2_leak Q H : is_oproj Q -> frob2 (H - proj Q H) <= frob2 H.
Proof.
move=> oQ; have e : dot H (proj Q H) = frob2 (proj Q H).
  have pp : Q *m (proj Q H) *m Q = proj Q H by rewrite /proj !mulmxA oQ.2 -!mulmxA oQ.2.
  by rewrite /frob2 {2}/proj dotMr dotMl !oQ.1 mulmxA pp.
by rewrite frob2B e mulr_natl mulr2n opprD addrA addrK ger_addl oppr_le0 frob2_ge0.
Qed.

Lemma proj_sub (Q X Y : 'M[R]_d) : proj Q (X - Y) = proj Q X - proj Q Y.
Proof. by rewrite /proj mulmxBr mulmxBl. Qed.

Theorem Certificate_contained Q H Hs e : is_oproj Q -> proj Q Hs = Hs ->
  fnorm (H - Hs) <= e -> fnorm (H - proj Q H) <= e.
Proof.
move=> oQ QHs; apply: le_trans; have -> : H - proj Q H = (H - Hs) - proj Q (H - Hs).
  by rewrite proj_sub QHs opprB addrA subrK.
exact/ler_wsqrtr/frob2_leak.
Qed.

Theorem Certificate_leak Q H Hs e : is_oproj Q -> fnorm (H - Hs) <= e ->
  fnorm (Hs - proj Q Hs) <= fnorm (H - proj Q H) + e.
Proof.
move=> oQ he; have -> : Hs - proj Q Hs = (H - proj Q H) + ((Hs - H) - proj Q (Hs - H)).
  by rewrite proj_sub opprB [RHS]addrACA [H + _]addrC subrK addKr.
apply: le_trans (fnormD _ _) _; rewrite ler_add2l; apply: le_trans he.
have -> : fnorm (H - Hs) = fnorm (Hs - H).
  by rewrite /fnorm -(opprB Hs H) -scaleN1r frob2Z sqrrN expr1n mul1r.
exact/ler_wsqrtr/frob2_leak.
Qed.

(* S8. V has the q basis vectors of the subspace as rows. *)
Theorem Certificate_spanning q (V : 'M[R]_(q, d)) H Hs e :
  Hs^T = Hs -> fnorm (H - Hs) <= e ->
  (forall u : 'cV[R]_q, u != 0 -> e * frob2 (V^T *m u) < quad H (V^T *m u)) ->
  (q <= \rank Hs)%N /\ ((Hs <= V)%MS -> (Hs :=: V)%MS).
Proof.
move=> sHs he hV; have p : pd (V *m Hs *m V^T).
  split=> [|u u0]; first by rewrite !trmx_mul trmxK sHs mulmxA.
  have -> : quad (V *m Hs *m V^T) u = quad Hs (V^T *m u) by rewrite -quad_congr trmxK.
  set x := V^T *m u; have := quad_le (H - Hs) x.
  have -> : quad (H - Hs) x = quad H x - quad Hs x by rewrite /quad mulmxBl dotBr.
  rewrite ler_subl_addl => h.
  have := lt_le_trans (hV u u0) h; rewrite -ltr_subl_addr; apply: le_lt_trans.
  by rewrite subr_ge0 ler_wpmul2r ?frob2_ge0.
have qr : (q <= \rank Hs)%N.
  rewrite -[X in (X <= _)%N](mxrank_unit (pd_unit p)) -mulmxA.
  by apply: leq_trans (mxrankM_maxr _ _) _; exact: mxrankM_maxl.
split=> // sub; apply/eqmxP; rewrite sub /=; have [_ <-] := mxrank_leqif_sup sub.
rewrite eqn_leq mxrankS //=; apply: leq_trans qr; exact: rank_leq_row.
Qed.

(* S9. A direction with positive curvature of Lambda at the minimiser is not in
   the row space of Hs. lip bounds |Lam - Lams|. *)
Theorem Certificate_not_spanning Hs Lam Lams (v : 'cV[R]_d) lip :
  Lams^T = Lams -> Hs *m Lams = 0 -> fnorm (Lam - Lams) <= lip ->
  lip * frob2 v < quad Lam v -> ~~ (v^T <= Hs)%MS.
Proof.
move=> sL HL hl hv; apply/negP => /submxP[c cE].
have vL : v^T *m Lams = 0 by rewrite cE -mulmxA HL mulmx0.
have q0 : quad Lams v = 0 by rewrite /quad /dot mulmxA vL mul0mx mxtrace0.
have := quad_le (Lam - Lams) v; rewrite {1}/quad mulmxBl dotBr -/(quad Lam v) -/(quad Lams v) q0 subr0.
move=> h; have := lt_le_trans hv h; rewrite ltNge => /negP; apply.
by rewrite ler_wpmul2r ?frob2_ge0.
Qed.
End ConeCertificate.
