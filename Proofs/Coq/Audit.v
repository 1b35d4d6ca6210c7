(* What the headline theorems depend on, printed for one term that mentions them all. ../check fails unless it is
   closed, and unless these are the names in the table of ../README.md. *)
From Contrastive Require Import All_Matrices
  Spectral
  T01_FisherSubspace
  T02_Equivariance
  T10_Projection
  Certificate
  T10_InfoNCE
  T10_DiscreteNoise
  T10_CriticalPoints
  T11_Pinching
  T12_SecondOrder
  T13_LineIsSpanned
  T14_DoublyStochastic
  T15_SmallBias
  T18_Slice
  T22_NoiseIsFiltered
  T25_CanonicalDirections
  T27_HowFirmlyFIsHeld
  T29_ThreeEqualWeights
  T30_SphericalComponents
  T31_ParallelPancakes
  T32_PrincipalComponents
  T34_SeparationOfMeans
  T35_PairsPencil
  T42_Constraints
  T42_Leading
  T43_SpectralContrastive
  T50_TwoModalities
  T50_CLIP
  T54_ExtraCoordinates
  T54_TwoModalities
  T63_LeakIsFirstOrder.

Definition audited : True :=
  (* Spectral theorem *)
  let _ := @spectral in
  let _ := @spectral_pencil in
  (* T01 *)
  let _ := @T01_fisher_from_within in
  let _ := @fisher_from_total in
  let _ := @T01_pencil_in_fisher in
  let _ := @T01_within_to_total in
  let _ := @T01_total_to_within in
  (* T02 *)
  let _ := @T02_fisher_equivariant in
  let _ := @T02_deviations in
  let _ := @T02_scores in
  (* T10 *)
  let _ := @T10_gradient_outside in
  let _ := @T10_stability in
  let _ := @T10_critical_projector in
  let _ := @T10_critical_points in
  let _ := @T10_critical_points_unwhitened in
  let _ := @T10_softmax_covariance_psd in
  let _ := @infonce_closed_form in
  let _ := @infonce_proj_lt in
  let _ := @infonce_fisher in
  let _ := @discrete_proj_lt in
  (* T11 *)
  let _ := @T11_pinching in
  (* T12 *)
  let _ := @infonce_strongly_convex in
  let _ := @infonce_unique in
  let _ := @T12_first_order_global in
  let _ := @T12_second_order_global in
  let _ := @T12_strongly_convex in
  let _ := @T12_unique in
  let _ := @T12_hessian in
  let _ := @T12_second_order_conditions in
  let _ := @T12_full_rank in
  let _ := @T12_rows_of_the_means in
  (* T13 *)
  let _ := @T13_zero_is_not_optimal in
  let _ := @T13_line_is_spanned in
  (* T14 *)
  let _ := @T14_dirichlet_form in
  let _ := @T14_gap in
  let _ := @T14_no_null_direction in
  (* T15 *)
  let _ := @T15_expansion in
  let _ := @T15_limit in
  (* T18 *)
  let _ := @T18_slice in
  let _ := @T18_optimal in
  let _ := @T18_across in
  let _ := @T18_slope in
  let _ := @T18_left_out in
  let _ := @T18_basis in
  (* T22 *)
  let _ := @T22_gradient in
  let _ := @T22_flow in
  let _ := @T22_step in
  let _ := @T22_step_size in
  let _ := @T22_kappa in
  (* T25 *)
  let _ := @T25_canonical in
  (* T27 *)
  let _ := @T27_along_an_eigenvector in
  let _ := @T27_left_out in
  let _ := @T27_least_eigenvalue in
  let _ := @T27_spanned in
  (* T29 *)
  let _ := @T29_second_row in
  let _ := @T29_size in
  let _ := @T29_claim in
  let _ := @T29_difference in
  let _ := @T29_mixed in
  let _ := @T29_beta in
  let _ := @T29_rho in
  (* T30 *)
  let _ := @T30_fisher in
  let _ := @T30_complement in
  let _ := @T30_eigenvector in
  let _ := @T30_inside in
  (* T31 *)
  let _ := @T31_total in
  let _ := @T31_fisher_line in
  let _ := @T31_orthogonal_iff in
  let _ := @T31_spans_iff in
  (* T32 *)
  let _ := @T32_maps_onto in
  let _ := @T32_invariant_iff in
  (* T34 *)
  let _ := @T34_ky_fan in
  let _ := @T34_separation in
  let _ := @T34_leading_exists in
  (* T35 *)
  let _ := @T35_pair_moment in
  let _ := @T35_cca_fisher in
  let _ := @T35_covariance_alone in
  (* T41 *)
  let _ := @T41_orthonormal in
  (* T42 *)
  let _ := @T42_bound in
  let _ := @T42_whitened in
  let _ := @T42_leading in
  let _ := @T42_leading_exists in
  (* T43 *)
  let _ := @qloss_min in
  let _ := @qloss_min_unique in
  let _ := @spectral_contrastive_fisher in
  let _ := @qloss_unbounded in
  (* T50 *)
  let _ := @T50_two_sided in
  let _ := @T50_rows in
  let _ := @T50_minimisers in
  (* T54 *)
  let _ := @T54_loss in
  let _ := @T54_minimiser in
  let _ := @T54_clip_loss in
  let _ := @T54_clip_minimiser in
  let _ := @T54_whitening in
  (* T63 *)
  let _ := @T63_one_turn in
  let _ := @T63_turned in
  let _ := @T63_multiplier_psd in
  let _ := @T63_complementary in
  let _ := @T63_multiplier in
  let _ := @T63_not_all_couplings in
  let _ := @T63_two_components in
  (* Certificate *)
  let _ := @certificate_value in
  let _ := @Certificate_distance in
  let _ := @Certificate_contained in
  let _ := @Certificate_leak in
  let _ := @Certificate_spanning in
  let _ := @Certificate_not_spanning in
  I.
Print Assumptions audited.
