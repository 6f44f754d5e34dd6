import type { Role } from "@/client";

export const ROLES = ["candidate", "recruiter", "admin"] as const satisfies readonly Role[];
