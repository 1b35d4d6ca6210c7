(* T16, the objects: what is used of a Gaussian law, and population InfoNCE of a mixture of
   three components in the plane with identity covariance. Over the real numbers of Coq's
   library, with Coquelicot. A function of x is a function of its two coordinates. *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(* Continuous and of at most quadratic growth: integrable under every Gaussian law. *)
Definition moderate (f : R -> R -> R) : Prop :=
  (forall x y, continuity_2d_pt f x y) /\
  exists c, forall x y, Rabs (f x y) <= c * (1 + x ^ 2 + y ^ 2).

Definition normal_density (t : R) : R := exp (- t ^ 2 / 2) / sqrt (2 * PI).

(* Facts of the expectation of the normal law with mean (m1, m2) and covariance I. All are
   theorems of probability; they are hypotheses here. *)
Record gaussian_law (m1 m2 : R) (E : (R -> R -> R) -> R) : Prop := Gaussian {
  linear : forall f g c, moderate f -> moderate g ->
    E (fun x y => f x y + c * g x y) = E f + c * E g;
  monotone : forall f g, moderate f -> moderate g ->
    (forall x y, f x y <= g x y) -> E f <= E g;
  mass : E (fun _ _ => 1) = 1;
  mean_x : E (fun x _ => x) = m1;
  mean_y : E (fun _ y => y) = m2;
  square_x : E (fun x _ => x ^ 2) = 1 + m1 ^ 2;
  square_y : E (fun _ y => y ^ 2) = 1 + m2 ^ 2;
  product : E (fun x y => x * y) = m1 * m2;
  exponential : forall s t,
    E (fun x y => exp (s * x + t * y)) = exp (s * m1 + t * m2 + (s ^ 2 + t ^ 2) / 2);
  (* The coordinate along a unit vector u is normal: no bounded interval has more than the
     whole line, for f that is not negative. *)
  marginal : forall u1 u2 f lo hi, u1 ^ 2 + u2 ^ 2 = 1 -> lo <= hi ->
    (forall t, continuity_pt f t) -> (forall t, 0 <= f t) ->
    (exists c, forall t, f t <= c * (1 + t ^ 2)) ->
    RInt (fun t => f t * normal_density (t - (u1 * m1 + u2 * m2))) lo hi
    <= E (fun x y => f (u1 * x + u2 * y));
  (* The coordinate across u is independent of it. *)
  independent : forall u1 u2 f, u1 ^ 2 + u2 ^ 2 = 1 ->
    (forall t, continuity_pt f t) -> (exists c, forall t, Rabs (f t) <= c) ->
    E (fun x y => f (u1 * x + u2 * y) * (u1 * y - u2 * x))
    = E (fun x y => f (u1 * x + u2 * y)) * (u1 * m2 - u2 * m1)
}.

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

(* L(H) = - E x^T H x' + E_x log E_y exp(x^T H y), E k the expectation under component k. *)
Definition loss (w : component -> R) (E : component -> (R -> R -> R) -> R) (H : symmetric) : R :=
  - sum (fun k => sum (fun l => coupling w k l *
      E k (fun x y => E l (fun x' y' => form H x y x' y'))))
  + sum (fun k => w k *
      E k (fun x y => ln (sum (fun l => w l * E l (fun x' y' => exp (form H x y x' y')))))).
