(* As Audit.v, for what rests on the real numbers of Coq's library and on interval
   arithmetic. ../check compares the axioms that are printed with axioms.txt. *)
From Contrastive Require Import T16_Certificate T16_Counterexample.

(* T16 *)
Print Assumptions T16_certificate.
Print Assumptions T16_fisher_is_the_plane.
Print Assumptions T16_optimum_is_singular.
