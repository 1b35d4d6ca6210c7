(* As Audit.v, for what rests on the real numbers of Coq's library and on interval
   arithmetic. ../check compares the axioms that are printed with axioms.txt. *)
From Contrastive Require Import Normal_Plane Normal_Density Normal_Law T16_Certificate T16_Counterexample T16_Existence
  T16_Theorem T10_Plane T12_Plane T15_Softmax T15_Plane T26_Box T26_Theorem.

(* The normal law *)
Print Assumptions gaussian_integral.
Print Assumptions plane_rotation.
Print Assumptions normal_converges.
Print Assumptions normal_linear.
Print Assumptions normal_monotone.
Print Assumptions normal_product.
Print Assumptions normal_quadratic.
Print Assumptions normal_exponential.
Print Assumptions normal_rotated.

(* T10 *)
Print Assumptions T10_blind_outside.

(* T12 *)
Print Assumptions T12_second_order_is_global.

(* T15 *)
Print Assumptions T15_softmax_expansion.
Print Assumptions T15_remainder.
Print Assumptions T15_distance.
Print Assumptions T15_definite.
Print Assumptions T15_encoders.

(* T16 *)
Print Assumptions T16_certificate.
Print Assumptions T16_fisher_is_the_plane.
Print Assumptions T16_optimum_is_singular.
Print Assumptions T16_minimiser_exists.
Print Assumptions T16_minimiser_is_of_rank_one.

(* T26 *)
Print Assumptions T26_axis_is_local_minimum.
Print Assumptions T26_local_minimum_is_not_global.
