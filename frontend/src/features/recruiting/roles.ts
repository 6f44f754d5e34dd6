import type { MemberRole } from "@/client";

/** Each may do all that those before it may. */
export const ROLES = ["reviewer", "recruiter", "owner"] as const satisfies MemberRole[];

/** Whether a member may do what takes the role `needed`. */
export function mayActAs(role: MemberRole, needed: MemberRole): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
