(* T15 and T16 in the plane, the objects: population InfoNCE of a mixture of three components
   with identity covariance. Over the real numbers of Coq's library, with Coquelicot.
   A function of x is a function of its two coordinates. *)
From Coq Require Import Reals.
From Contrastive Require Import Normal_Law.
Open Scope R_scope.

Inductive component := large | medium | small.
Definition sum (f : component -> R) : R := f large + f medium + f small.

(* A symmetric 2 x 2 matrix [[xx, xy], [xy, yy]]. *)
Record symmetric := Symmetric { xx : R; xy : R; yy : R }.
Definition form (H : symmetric) (x y x' y' : R) : R :=
  xx H * (x * x') + xy H * (x * y' + y * x') + yy H * (y * y').
Definition psd (H : symmetric) : Prop := forall x y, 0 <= form H x y x y.
Definition det (H : symmetric) : R := xx H * yy H - xy H ^ 2.

(* The probability of the components k and l of a pair with bias 1/2. *)
Definition same (k l : component) : R :=
  match k, l with large, large | medium, medium | small, small => 1 | _, _ => 0 end.
Definition coupling (w : component -> R) k l : R := / 2 * (same k l * w k) + / 2 * (w k * w l).

(* L = - E s(x, x') + E_x log E_y exp s(x, y), with weights w, means (a k, b k) and pairs that
   are of the components k and l with probability p k l, for the scores s(x, y) = x^T H y of a
   matrix and <A x, A y> of an encoder. *)
Definition infonce (p : component -> component -> R) (w a b : component -> R) (s : R -> R -> R -> R -> R) : R :=
  let E k := normal (a k) (b k) in
  - sum (fun k => sum (fun l => p k l * E k (fun x y => E l (fun x' y' => s x y x' y'))))
  + sum (fun k => w k * E k (fun x y => ln (sum (fun l => w l * E l (fun x' y' => exp (s x y x' y')))))).

Definition loss (w a b : component -> R) (H : symmetric) : R :=
  infonce (coupling w) w a b (form H).

(* A linear encoder from the plane to the plane, by its two rows. *)
Record encoder := Encoder { a11 : R; a12 : R; a21 : R; a22 : R }.
Definition out1 (A : encoder) (x y : R) : R := a11 A * x + a12 A * y.
Definition out2 (A : encoder) (x y : R) : R := a21 A * x + a22 A * y.
Definition inner (A : encoder) (x y x' y' : R) : R := out1 A x y * out1 A x' y' + out2 A x y * out2 A x' y'.
Definition encoder_loss (w a b : component -> R) (A : encoder) : R :=
  infonce (coupling w) w a b (inner A).
