(* T16: over the positive semidefinite matrices the loss has a minimiser, and it is not zero.
   A matrix whose loss is near the infimum is near every other such matrix, by strong
   convexity; so they converge, and the loss does not jump up at the limit. *)
From Coq Require Import Reals Lra Psatz Classical FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Plane Normal_Tame Normal_Law T16_Definitions T16_LogSumExp T16_Loss
  T16_Certificate.
Open Scope R_scope.

Section Existence.
Variables w a b : component -> R.
Hypothesis wp : forall k, 0 < w k.
Hypothesis w1 : sum w = 1.
Hypothesis centred_a : sum (fun k => w k * a k) = 0.
Hypothesis centred_b : sum (fun k => w k * b k) = 0.
Notation E k := (normal (a k) (b k)).
Notation L := (loss w a b).

Definition near (d : R) (H K : symmetric) : Prop :=
  Rabs (xx H - xx K) <= d /\ Rabs (xy H - xy K) <= d /\ Rabs (yy H - yy K) <= d.

Lemma times_near c z d : Rabs z <= d -> - (Rabs c * d) <= c * z.
Proof.
intros h; assert (t := Rle_abs (- (c * z))); rewrite Rabs_Ropp, Rabs_mult in t.
assert (Rabs c * Rabs z <= Rabs c * d) by (apply Rmult_le_compat_l; auto using Rabs_pos); lra.
Qed.

Definition slack (x y : R) : R := sum (fun l => (Rabs (a l) + Rabs (b l)) * (Rabs x + Rabs y)).

Lemma tame_slack : tame slack.
Proof.
assert (t : forall l, tame (fun x y => (Rabs (a l) + Rabs (b l)) * (Rabs x + Rabs y))).
  intros l; apply tame_scale, (tame_plus (fun x _ => Rabs x) (fun _ y => Rabs y)).
    apply (tame_abs (fun x _ => x)), tame_x.
  apply (tame_abs (fun _ y => y)), tame_y.
unfold slack, sum; repeat apply tame_plus; apply t.
Qed.

Lemma log_part_lower H K d : near d H K ->
  log_part w a b K <= log_part w a b H + d * sum (fun k => w k * E k slack).
Proof.
intros [n1 [n2 n3]]; unfold log_part.
replace (sum _ + _) with (sum (fun k => w k * (E k (fun x y => lse w (scores a b H x y)) + d * E k slack)))
  by (unfold sum; ring).
assert (tH := tame_lse w a b wp w1 H).
apply sum_le; intros k; apply Rmult_le_compat_l; [left; apply wp|].
rewrite <- (normal_linear (a k) (b k) _ _ d tH tame_slack).
apply normal_monotone; [apply tame_lse; auto | apply tame_plus; [exact tH | apply tame_scale, tame_slack]|].
intros x y; assert (t := lse_tangent w wp (scores a b H x y) (scores a b K x y)).
set (p := softmax w (scores a b K x y)) in *.
assert (s : forall l, - ((Rabs (a l) + Rabs (b l)) * (Rabs x + Rabs y) * d)
    <= p l * (scores a b H x y l - scores a b K x y l)).
  intros l; assert (p0 : 0 < p l) by (apply softmax_pos; auto).
  assert (p1 : p l <= 1).
    assert (q := softmax_sum w wp (scores a b K x y)); fold p in q; unfold sum in q.
    assert (q1 : forall l, 0 < p l) by (intros; apply softmax_pos; auto).
    assert (r1 := q1 large); assert (r2 := q1 medium); assert (r3 := q1 small); destruct l; lra.
  replace (scores a b H x y l - scores a b K x y l) with ((xx H - xx K) * (x * a l)
    + (xy H - xy K) * (x * b l + y * a l) + (yy H - yy K) * (y * b l)) by (unfold scores, form; ring).
  assert (t1 := times_near (x * a l) _ d n1); assert (t2 := times_near (x * b l) _ d n2).
  assert (t3 := times_near (y * a l) _ d n2); assert (t4 := times_near (y * b l) _ d n3).
  rewrite Rabs_mult in t1, t2, t3, t4.
  assert (0 <= (Rabs (a l) + Rabs (b l)) * (Rabs x + Rabs y) * d).
    assert (q1 := Rabs_pos x); assert (q2 := Rabs_pos y); assert (q3 := Rabs_pos (a l)); assert (q4 := Rabs_pos (b l)).
    assert (0 <= d) by (apply Rle_trans with (2 := n1); apply Rabs_pos).
    repeat apply Rmult_le_pos; lra.
  set (z := _ + _ + _); assert (- ((Rabs (a l) + Rabs (b l)) * (Rabs x + Rabs y) * d) <= z) by (unfold z; lra); nra.
assert (s1 := s large); assert (s2 := s medium); assert (s3 := s small).
unfold mean, sum in t; unfold slack, sum; lra.
Qed.

(* The loss does not jump up. *)
Lemma loss_lower K : exists c, 0 <= c /\ forall H d, near d H K -> L K <= L H + c * d.
Proof.
set (p := sum (fun k => w k * ((xx K * a k + xy K * b k) * a k)) + xx K - / 2 * sum (fun k => w k * (a k * a k))).
set (q := sum (fun k => w k * ((xx K * a k + xy K * b k) * b k + (xy K * a k + yy K * b k) * a k)) + 2 * xy K
  - sum (fun k => w k * (a k * b k))).
set (r := sum (fun k => w k * ((xy K * a k + yy K * b k) * b k)) + yy K - / 2 * sum (fun k => w k * (b k * b k))).
set (C := sum (fun k => w k * E k slack)).
exists (Rabs p + Rabs q + Rabs r + Rabs C); split.
  assert (p0 := Rabs_pos p); assert (q0 := Rabs_pos q); assert (r0 := Rabs_pos r); assert (c0 := Rabs_pos C); lra.
intros H d n; assert (l := log_part_lower H K d n); fold C in l.
rewrite !loss_closed by auto.
assert (e : square_part w a b H - pair_part w a b H = square_part w a b K - pair_part w a b K
    + (p * (xx H - xx K) + q * (xy H - xy K) + r * (yy H - yy K)) + square_part w a b (minus H K)).
  unfold p, q, r, square_part, moved2, norm2, pair_part, sum, form, minus; simpl; field.
assert (s := square_part_large w a b wp (minus H K)).
assert (0 <= norm2 (minus H K)).
  unfold norm2; assert (s1 := pow2_ge_0 (xx (minus H K))); assert (s2 := pow2_ge_0 (xy (minus H K))).
  assert (s3 := pow2_ge_0 (yy (minus H K))); lra.
destruct n as [n1 [n2 n3]].
assert (t1 := times_near p _ d n1); assert (t2 := times_near q _ d n2); assert (t3 := times_near r _ d n3).
assert (d0 : 0 <= d) by (apply Rle_trans with (2 := n1); apply Rabs_pos).
assert (d * C <= Rabs C * d) by (rewrite (Rmult_comm d); apply Rmult_le_compat_r; [auto | apply Rle_abs]).
lra.
Qed.

Lemma softmax_at_0 l : softmax w (fun _ => 0) l = w l.
Proof. unfold softmax, total, sum in *; rewrite exp_0, !Rmult_1_r, w1; field. Qed.

Lemma loss_bounded_below : exists m, forall H, m <= L H.
Proof.
set (p := sum (fun k => w k * (a k * a k))); set (q := sum (fun k => w k * (a k * b k))).
set (r := sum (fun k => w k * (b k * b k))); exists (- (p ^ 2 / 8 + q ^ 2 / 4 + r ^ 2 / 8)).
intros H; rewrite loss_closed by auto.
assert (l : 0 <= log_part w a b H).
  unfold log_part; replace 0 with (sum (fun k => w k * 0)) by (unfold sum; ring).
  apply sum_le; intros k; apply Rmult_le_compat_l; [left; apply wp|].
  rewrite <- (normal_const (a k) (b k) 0); apply normal_monotone; [apply tame_const | apply tame_lse; auto|].
  intros x y; assert (t := lse_tangent w wp (scores a b H x y) (fun _ => 0)).
  assert (z : lse w (fun _ => 0) = 0).
    unfold lse, total, sum in *; rewrite exp_0, !Rmult_1_r, w1; apply ln_1.
  assert (m : mean (softmax w (fun _ => 0)) (fun l => scores a b H x y l - 0) = 0).
    unfold mean, sum; rewrite !softmax_at_0.
    transitivity ((xx H * x + xy H * y) * sum (fun k => w k * a k) + (xy H * x + yy H * y) * sum (fun k => w k * b k));
      [unfold sum, scores, form; ring | rewrite centred_a, centred_b; ring].
  lra.
assert (s := square_part_large w a b wp H); unfold norm2 in s.
replace (pair_part w a b H) with (/ 2 * (p * xx H + 2 * q * xy H + r * yy H))
  by (unfold p, q, r, pair_part, sum, form; ring).
assert (s1 := pow2_ge_0 (xx H - p / 2)); assert (s2 := pow2_ge_0 (xy H - q / 2)); assert (s3 := pow2_ge_0 (yy H - r / 2)).
lra.
Qed.

Lemma psd_0 : psd (Symmetric 0 0 0).
Proof. intros x y; unfold form; simpl; lra. Qed.

Lemma infimum : exists m, (forall H, psd H -> m <= L H) /\
  forall eps, 0 < eps -> exists H, psd H /\ L H < m + eps.
Proof.
destruct loss_bounded_below as [n hn].
destruct (completeness (fun v => exists H, psd H /\ v = - L H)) as [m [up least]].
- exists (- n); intros v [H [_ ->]]; assert (q := hn H); lra.
- exists (- L (Symmetric 0 0 0)), (Symmetric 0 0 0); split; [apply psd_0 | reflexivity].
- exists (- m); split.
    intros H pH; assert (q := up (- L H) (ex_intro _ H (conj pH eq_refl))); lra.
  intros eps pe; apply NNPP; intros none.
  assert (q : m <= m - eps); [|lra].
  apply least; intros v [H [pH ->]]; apply Rnot_lt_le; intros lt; apply none; exists H; split; auto; lra.
Qed.

Lemma psd_segment H K : psd H -> psd K -> psd (segment (/ 2) H K).
Proof.
intros pH pK x y; assert (h := pH x y); assert (k := pK x y).
replace (form (segment (/ 2) H K) x y x y) with (/ 2 * form H x y x y + / 2 * form K x y x y); [lra|].
unfold form, segment; simpl; field.
Qed.

Section Limit.
Variable m : R.
Hypothesis lower : forall H, psd H -> m <= L H.
Hypothesis approached : forall eps, 0 < eps -> exists H, psd H /\ L H < m + eps.

Lemma good_are_near H K d : psd H -> psd K -> L H < m + d -> L K < m + d -> norm2 (minus H K) <= 8 * d.
Proof.
intros pH pK hH hK.
assert (s := loss_strongly_convex w a b wp w1 centred_a centred_b H K (/ 2) ltac:(lra)).
assert (l := lower _ (psd_segment H K pH pK)); lra.
Qed.

Lemma entry_converges (entry : symmetric -> R) :
  (forall H K, (entry H - entry K) ^ 2 <= norm2 (minus H K)) ->
  exists l, forall eps : posreal, exists d, 0 < d /\ forall H, psd H -> L H < m + d -> Rabs (entry H - l) < eps.
Proof.
intros small_entry.
set (F := fun P : R -> Prop => exists d, 0 < d /\ forall H, psd H -> L H < m + d -> P (entry H)).
assert (pF : ProperFilter F).
  split.
    intros P [d [d0 h]]; destruct (approached d d0) as [H [pH hH]]; exists (entry H); auto.
  split.
  - exists 1; split; [lra | auto].
  - intros P Q [d [d0 hP]] [e [e0 hQ]]; exists (Rmin d e); split; [apply Rmin_pos; auto|].
    intros H pH hH; assert (x1 := Rmin_l d e); assert (x2 := Rmin_r d e); split; [apply hP | apply hQ]; auto; lra.
  - intros P Q imp [d [d0 h]]; exists d; split; auto.
assert (cF : forall eps : posreal, exists x, F (ball x eps)).
  intros eps; assert (p := cond_pos eps); assert (d0 : 0 < eps ^ 2 / 16) by nra.
  destruct (approached _ d0) as [K [pK hK]]; exists (entry K), (eps ^ 2 / 16); split; auto.
  intros H pH hH; assert (q := good_are_near H K _ pH pK hH hK); assert (r := small_entry H K).
  change (Rabs (entry H - entry K) < eps).
  assert (s : (entry H - entry K) ^ 2 < eps ^ 2) by nra.
  apply Rnot_le_lt; intros le; assert (t := pow_incr eps (Rabs (entry H - entry K)) 2 ltac:(lra)).
  rewrite pow2_abs in t; lra.
exists (R_complete_lim F); intros eps; apply (R_complete F pF cF eps).
Qed.

Lemma limit_exists : exists M, forall eps, 0 < eps -> exists H, psd H /\ L H < m + eps /\ near eps H M.
Proof.
assert (n : forall H K, (xx H - xx K) ^ 2 + 2 * (xy H - xy K) ^ 2 + (yy H - yy K) ^ 2 = norm2 (minus H K)) by reflexivity.
destruct (entry_converges xx) as [x hx].
  intros H K; assert (e := n H K); assert (q1 := pow2_ge_0 (xy H - xy K)); assert (q2 := pow2_ge_0 (yy H - yy K)); lra.
destruct (entry_converges xy) as [y hy].
  intros H K; assert (e := n H K); assert (q1 := pow2_ge_0 (xy H - xy K)); assert (q2 := pow2_ge_0 (yy H - yy K)).
  assert (q3 := pow2_ge_0 (xx H - xx K)); lra.
destruct (entry_converges yy) as [z hz].
  intros H K; assert (e := n H K); assert (q1 := pow2_ge_0 (xy H - xy K)); assert (q2 := pow2_ge_0 (xx H - xx K)); lra.
exists (Symmetric x y z); intros eps pe.
destruct (hx (mkposreal _ pe)) as [d1 [p1 h1]]; destruct (hy (mkposreal _ pe)) as [d2 [p2 h2]].
destruct (hz (mkposreal _ pe)) as [d3 [p3 h3]]; unfold pos in h1, h2, h3.
destruct (approached (Rmin (Rmin d1 d2) (Rmin d3 eps))) as [H [pH hH]]; [repeat apply Rmin_pos; auto|].
assert (x1 := Rmin_l (Rmin d1 d2) (Rmin d3 eps)); assert (x2 := Rmin_r (Rmin d1 d2) (Rmin d3 eps)).
assert (x3 := Rmin_l d1 d2); assert (x4 := Rmin_r d1 d2); assert (x5 := Rmin_l d3 eps); assert (x6 := Rmin_r d3 eps).
exists H; split; auto; split; [lra | split; [|split]; left; simpl]; [apply h1 | apply h2 | apply h3]; auto; lra.
Qed.
End Limit.

Theorem minimiser_exists : exists H, psd H /\ forall K, psd K -> L H <= L K.
Proof.
destruct infimum as [m [lower approached]]; destruct (limit_exists m lower approached) as [M hM].
exists M; split.
- intros x y; apply Rnot_lt_le; intros neg.
  set (c := (Rabs x + Rabs y) ^ 2); assert (c0 : 0 <= c) by apply pow2_ge_0.
  assert (pe : 0 < - form M x y x y / (c + 1)) by (apply Rdiv_lt_0_compat; lra).
  destruct (hM _ pe) as [H [pH [_ [n1 [n2 n3]]]]]; set (eps := - form M x y x y / (c + 1)) in *.
  assert (e : eps * (c + 1) = - form M x y x y) by (unfold eps; field; lra).
  assert (t1 := times_near (- (x * x)) _ eps n1); assert (t2 := times_near (- (x * y)) _ eps n2).
  assert (t3 := times_near (- (y * y)) _ eps n3).
  rewrite Rabs_Ropp, Rabs_mult in t1, t2, t3; assert (q := pH x y).
  assert (form H x y x y = form M x y x y + (xx H - xx M) * (x * x) + 2 * ((xy H - xy M) * (x * y)) + (yy H - yy M) * (y * y))
    by (unfold form; ring).
  assert (eps * c = Rabs x * Rabs x * eps + 2 * (Rabs x * Rabs y * eps) + Rabs y * Rabs y * eps) by (unfold c; ring).
  lra.
- intros K pK; apply Rle_trans with (2 := lower K pK); destruct (loss_lower M) as [c [c0 hc]].
  apply le_epsilon; intros eps pe; assert (pd : 0 < eps / (c + 1)) by (apply Rdiv_lt_0_compat; lra).
  destruct (hM _ pd) as [H [pH [hH n]]]; assert (q := hc H _ n).
  replace eps with (eps / (c + 1) + c * (eps / (c + 1))) by (field; lra); lra.
Qed.

Theorem zero_is_not_minimal : 0 < moment w b b -> exists K, psd K /\ L K < L (Symmetric 0 0 0).
Proof.
intros mb; set (r := 2 * size b).
assert (spread : forall k l, Rabs (b k - b l) <= r).
  assert (s : forall k, Rabs (b k) <= size b).
    intros k; assert (p := fun l => Rabs_pos (b l)); unfold size.
    assert (p1 := p large); assert (p2 := p medium); assert (p3 := p small); destruct k; lra.
  intros k l; assert (t := Rabs_triang (b k) (- b l)); rewrite Rabs_Ropp in t.
  assert (s1 := s k); assert (s2 := s l); unfold r, Rminus; lra.
assert (g : gradient_yy w a b 0 = - / 2 * moment w b b).
  unfold gradient_yy; replace (sum _) with 0; [ring|].
  assert (z : forall k, across w a b 0 k = 0).
    intros k; transitivity (E k (fun _ _ => 0)); [|apply normal_const].
    unfold across; f_equal; apply funext2; intros x y; unfold posterior.
    replace (fun l => 0 * (x * a l)) with (fun _ : component => 0)
      by (apply functional_extensionality; intros; ring).
    unfold mean, sum; rewrite !softmax_at_0; exact centred_b.
  unfold sum; rewrite !z; ring.
set (c := (1 + moment w b b) * (/ 2 + 2 * r ^ 2)).
assert (c0 : 0 < c) by (assert (q := pow2_ge_0 r); apply Rmult_lt_0_compat; lra).
set (e := moment w b b / (4 * c)); assert (e0 : 0 < e) by (apply Rdiv_lt_0_compat; lra).
assert (ec : e * c = moment w b b / 4) by (unfold e; field; lra).
exists (Symmetric 0 0 e); split.
  intros x y; unfold form; simpl; assert (q : 0 <= y * y) by nra; nra.
assert (o := loss_outside w a b wp w1 centred_a centred_b 0 r spread (- e)).
unfold outside, candidate in o; rewrite Ropp_involutive, g in o; rewrite Rmult_assoc in o; fold c in o.
replace ((- e) ^ 2 * c) with (e * (e * c)) in o by ring; rewrite ec in o; nra.
Qed.
End Existence.
