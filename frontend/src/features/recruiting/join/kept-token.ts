import { keptToken as keptTokenOf } from "@/lib/kept-token";

export const keptToken = keptTokenOf("visavis.join");
