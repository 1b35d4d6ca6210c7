(* T16: the loss of an encoder is that of its Gram matrix; every positive semidefinite matrix
   is one. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Contrastive Require Import T16_Definitions.
Open Scope R_scope.

Definition gram (A : encoder) : symmetric := Symmetric (a11 A ^ 2 + a21 A ^ 2)
  (a11 A * a12 A + a21 A * a22 A) (a12 A ^ 2 + a22 A ^ 2).

Lemma form_gram A x y x' y' :
  form (gram A) x y x' y' = inner A x y x' y'.
Proof. unfold form, gram, inner, out1, out2; simpl; ring. Qed.

Lemma infonce_gram p w a b A : infonce p w a b (inner A) = infonce p w a b (form (gram A)).
Proof.
f_equal; do 4 (apply functional_extensionality; intros ?); symmetry; apply form_gram.
Qed.

Lemma psd_gram A : psd (gram A).
Proof. intros x y; rewrite form_gram; unfold inner; nra. Qed.

Lemma psd_yy H : psd H -> 0 <= yy H.
Proof. intros p; assert (q := p 0 1); unfold form in q; lra. Qed.

Lemma gram_onto H : psd H -> exists A, gram A = H.
Proof.
intros p; assert (x0 : 0 <= xx H) by (assert (q := p 1 0); unfold form in q; lra).
assert (y0 := psd_yy H p); destruct x0 as [x0 | x0].
- assert (d0 : 0 <= det H).
    assert (r := p (xy H) (- xx H)); unfold form in r; unfold det.
    apply Rmult_le_reg_l with (xx H); auto; lra.
  assert (e0 : 0 <= det H / xx H) by (apply Rmult_le_pos; [auto | left; apply Rinv_0_lt_compat; auto]).
  assert (s0 := sqrt_lt_R0 _ x0); assert (s2 := sqrt_sqrt _ (Rlt_le _ _ x0)); assert (t2 := sqrt_sqrt _ e0).
  set (s := sqrt (xx H)) in *; set (t := sqrt (det H / xx H)) in *.
  exists (Encoder s (xy H / s) 0 t); clearbody s t; unfold det in t2.
  destruct H as [p1 q1 r1]; unfold gram; simpl a11; simpl a12; simpl a21; simpl a22; simpl in s2, t2, x0; f_equal.
  + rewrite <- s2; ring.
  + field; lra.
  + transitivity (q1 ^ 2 / (s * s) + t * t); [field; lra | rewrite s2, t2; field; lra].
- assert (q0 : xy H = 0).
    destruct (Req_dec (xy H) 0) as [| n]; auto; exfalso.
    assert (q := p (- (yy H + 1) / xy H) 1); unfold form in q; rewrite <- x0 in q.
    replace (0 * _ + _ + _) with (- yy H - 2) in q by (field; auto); lra.
  exists (Encoder 0 0 0 (sqrt (yy H))); assert (t2 := sqrt_sqrt _ y0); set (t := sqrt (yy H)) in *; clearbody t.
  destruct H as [p1 q1 r1]; simpl in x0, q0, t2; subst p1 q1; unfold gram; simpl; f_equal; [ring | ring | rewrite <- t2; ring].
Qed.
