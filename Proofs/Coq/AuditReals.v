(* As Audit.v, for what rests on the real numbers of Coq's library and on interval
   arithmetic. ../check compares the axioms that are printed with axioms.txt. *)
From Contrastive Require Import Normal_Plane Normal_Density Normal_Law Normal_Many T10_Definition T10_Existence
  T12_Definition T15_Softmax T15_Plane T16_Certificate T16_Counterexample T16_Existence T16_Theorem T26_Box T26_Theorem.

Definition audited : True :=
  (* The normal law *)
  let _ := @gaussian_integral in
  let _ := @plane_rotation in
  let _ := @normal_converges in
  let _ := @normal_linear in
  let _ := @normal_monotone in
  let _ := @normal_product in
  let _ := @normal_quadratic in
  let _ := @normal_exponential in
  let _ := @normal_rotated in
  let _ := @standard_linear in
  let _ := @standard_monotone in
  let _ := @standard_second in
  let _ := @standard_exponential in
  let _ := @standard_shift in
  let _ := @standard_grows in
  (* T10 *)
  let _ := @T10_seen_costs in
  let _ := @T10_blind_outside in
  let _ := @T10_minimiser_exists in
  (* T12 *)
  let _ := @T12_second_order_is_global in
  let _ := @T12_one_gram_matrix in
  (* T15 *)
  let _ := @T15_softmax_expansion in
  let _ := @T15_remainder in
  let _ := @T15_distance in
  let _ := @T15_definite in
  let _ := @T15_encoders in
  (* T16 *)
  let _ := @T16_certificate in
  let _ := @T16_fisher_is_the_plane in
  let _ := @T16_optimum_is_singular in
  let _ := @T16_minimiser_exists in
  let _ := @T16_minimiser_is_of_rank_one in
  (* T26 *)
  let _ := @T26_axis_is_local_minimum in
  let _ := @T26_local_minimum_is_not_global in
  I.
Print Assumptions audited.
