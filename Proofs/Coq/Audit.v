(* Prints what every headline theorem depends on. ../check fails unless all are
   closed, and unless these are the names in the table of ../README.md. *)
From Contrastive Require Import All_Matrices
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
  T54_TwoModalities.

(* T01 *)
Print Assumptions T01_fisher_from_within.
Print Assumptions fisher_from_total.
Print Assumptions T01_pencil_in_fisher.
Print Assumptions T01_within_to_total.
Print Assumptions T01_total_to_within.
(* T02 *)
Print Assumptions T02_fisher_equivariant.
Print Assumptions T02_deviations.
Print Assumptions T02_scores.
(* T10 *)
Print Assumptions T10_gradient_outside.
Print Assumptions T10_stability.
Print Assumptions T10_critical_projector.
Print Assumptions T10_critical_points.
Print Assumptions T10_critical_points_unwhitened.
Print Assumptions T10_softmax_covariance_psd.
Print Assumptions infonce_closed_form.
Print Assumptions infonce_proj_lt.
Print Assumptions infonce_fisher.
Print Assumptions discrete_proj_lt.
(* T11 *)
Print Assumptions T11_pinching.
(* T12 *)
Print Assumptions infonce_strongly_convex.
Print Assumptions infonce_unique.
Print Assumptions T12_first_order_global.
Print Assumptions T12_second_order_global.
Print Assumptions T12_strongly_convex.
Print Assumptions T12_unique.
Print Assumptions T12_hessian.
Print Assumptions T12_second_order_conditions.
Print Assumptions T12_full_rank.
Print Assumptions T12_rows_of_the_means.
(* T13 *)
Print Assumptions T13_zero_is_not_optimal.
Print Assumptions T13_line_is_spanned.
(* T14 *)
Print Assumptions T14_dirichlet_form.
Print Assumptions T14_gap.
Print Assumptions T14_no_null_direction.
(* T15 *)
Print Assumptions T15_expansion.
Print Assumptions T15_limit.
(* T18 *)
Print Assumptions T18_slice.
Print Assumptions T18_optimal.
Print Assumptions T18_across.
Print Assumptions T18_slope.
Print Assumptions T18_left_out.
Print Assumptions T18_basis.
(* T22 *)
Print Assumptions T22_gradient.
Print Assumptions T22_flow.
Print Assumptions T22_step.
Print Assumptions T22_step_size.
Print Assumptions T22_kappa.
(* T30 *)
Print Assumptions T30_fisher.
Print Assumptions T30_complement.
Print Assumptions T30_eigenvector.
Print Assumptions T30_inside.
(* T31 *)
Print Assumptions T31_total.
Print Assumptions T31_fisher_line.
Print Assumptions T31_orthogonal_iff.
Print Assumptions T31_spans_iff.
(* T32 *)
Print Assumptions T32_maps_onto.
Print Assumptions T32_invariant_iff.
(* T34 *)
Print Assumptions T34_ky_fan.
Print Assumptions T34_separation.
(* T35 *)
Print Assumptions T35_pair_moment.
Print Assumptions T35_cca_fisher.
Print Assumptions T35_covariance_alone.
(* T41 *)
Print Assumptions T41_orthonormal.
(* T42 *)
Print Assumptions T42_bound.
Print Assumptions T42_whitened.
Print Assumptions T42_leading.
Print Assumptions T42_leading_exists.
(* T43 *)
Print Assumptions qloss_min.
Print Assumptions qloss_min_unique.
Print Assumptions spectral_contrastive_fisher.
Print Assumptions qloss_unbounded.
(* T50 *)
Print Assumptions T50_two_sided.
Print Assumptions T50_rows.
Print Assumptions T50_minimisers.
(* T54 *)
Print Assumptions T54_loss.
Print Assumptions T54_minimiser.
Print Assumptions T54_clip_loss.
Print Assumptions T54_clip_minimiser.
Print Assumptions T54_whitening.
(* Certificate *)
Print Assumptions certificate_value.
Print Assumptions Certificate_distance.
Print Assumptions Certificate_contained.
Print Assumptions Certificate_leak.
Print Assumptions Certificate_spanning.
Print Assumptions Certificate_not_spanning.
