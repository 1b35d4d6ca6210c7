(* T12, second half: with r >= d rows every second-order point is global. (The
   first half, strong convexity and uniqueness, is in T10_InfoNCE.) *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Convex.
Variables (R : realFieldType) (d : nat) (L : 'M[R]_d -> R) (H Lam : 'M[R]_d).
Hypothesis sLam : Lam^T = Lam.

(* Lambda >= 0 and Lambda H = 0 suffice for a minimum over the cone. [sub] is
   the gradient inequality of the convex loss. *)
Theorem T12_first_order_global :
  (forall A, psd A -> L H + dot Lam (A - H) <= L A) ->
  psd Lam -> Lam *m H = 0 -> forall A, psd A -> L H <= L A.
Proof.
move=> sub pL LH A pA; apply: le_trans (sub A pA); rewrite ler_addl dotBr.
by rewrite /dot sLam LH mxtrace0 subr0; exact: psd_trace_ge0.
Qed.

(* Second order points. Along B + tD the loss has the second derivative
   2 <Lambda, D^T D> + h(B^T D + D^T B), h the Hessian in H, h(0) = 0. With at
   least as many rows as columns it makes Lambda positive semidefinite. *)
Theorem T12_second_order r (B : 'M[R]_(r, d)) (h : 'M[R]_d -> R) :
  (d <= r)%N -> h 0 = 0 -> B *m Lam = 0 ->
  (forall D : 'M[R]_(r, d), 0 <= 2%:R * dot Lam (D^T *m D) + h (B^T *m D + D^T *m B)) ->
  psd Lam.
Proof.
move=> dr h0 BL so; case: (boolP (row_free B)) => [fB | ].
  have fu : row_full B.
    by rewrite -col_leq_rank; move: fB; rewrite /row_free => /eqP ->.
  have -> : Lam = 0.
    by apply/eqP; rewrite -(mulmx0 _ B) in BL; move: (row_full_inj fu BL) => ->.
  exact: psd0.
rewrite -kermx_eq0 => /rowV0Pn[u /sub_kermxP uB u0]; split=> // v.
have := so (u^T *m v^T); rewrite trmx_mul !trmxK.
have -> : v *m u *m B = 0 by rewrite -mulmxA uB mulmx0.
have -> : B^T *m (u^T *m v^T) = 0 by rewrite mulmxA -trmx_mul uB trmx0 mul0mx.
rewrite addr0 h0 addr0 pmulr_rge0 ?ltr0n // -mulmxA (mulmxA u).
have uu : u *m u^T = (frob2 u^T)%:M.
  by rewrite [LHS]mx11_scalar /frob2 /dot trmxK /mxtrace big_ord1.
rewrite uu mul_scalar_mx -scalemxAr dotZr pmulr_rge0.
  by rewrite -dotMr dotC.
by rewrite frob2_gt0 //; apply: contraNneq u0 => /(congr1 trmx); rewrite trmxK trmx0 => ->.
Qed.

Corollary T12_second_order_global r (B : 'M[R]_(r, d)) (h : 'M[R]_d -> R) :
  H = B^T *m B -> (forall A, psd A -> L H + dot Lam (A - H) <= L A) ->
  (d <= r)%N -> h 0 = 0 -> B *m Lam = 0 ->
  (forall D : 'M[R]_(r, d), 0 <= 2%:R * dot Lam (D^T *m D) + h (B^T *m D + D^T *m B)) ->
  forall A, psd A -> L H <= L A.
Proof.
move=> HB sub dr h0 BL so; apply: T12_first_order_global => //.
  exact: T12_second_order so.
by rewrite HB mulmxA -{1}sLam -trmx_mul BL trmx0 mul0mx.
Qed.
End Convex.
