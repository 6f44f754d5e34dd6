import type admin from "./ko/admin.json";
import type audit from "./ko/audit.json";
import type auth from "./ko/auth.json";
import type bank from "./ko/bank.json";
import type candidates from "./ko/candidates.json";
import type check from "./ko/check.json";
import type coaching from "./ko/coaching.json";
import type common from "./ko/common.json";
import type consent from "./ko/consent.json";
import type devices from "./ko/devices.json";
import type gallery from "./ko/gallery.json";
import type home from "./ko/home.json";
import type invitation from "./ko/invitation.json";
import type invitations from "./ko/invitations.json";
import type integrations from "./ko/integrations.json";
import type judging from "./ko/judging.json";
import type landing from "./ko/landing.json";
import type newInterview from "./ko/newInterview.json";
import type postings from "./ko/postings.json";
import type recruiting from "./ko/recruiting.json";
import type report from "./ko/report.json";
import type resumes from "./ko/resumes.json";
import type rights from "./ko/rights.json";
import type review from "./ko/review.json";
import type room from "./ko/room.json";
import type settings from "./ko/settings.json";
import type sharing from "./ko/sharing.json";
import type training from "./ko/training.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      admin: typeof admin;
      audit: typeof audit;
      auth: typeof auth;
      bank: typeof bank;
      candidates: typeof candidates;
      check: typeof check;
      coaching: typeof coaching;
      common: typeof common;
      consent: typeof consent;
      devices: typeof devices;
      gallery: typeof gallery;
      home: typeof home;
      invitation: typeof invitation;
      invitations: typeof invitations;
      integrations: typeof integrations;
      judging: typeof judging;
      landing: typeof landing;
      newInterview: typeof newInterview;
      postings: typeof postings;
      recruiting: typeof recruiting;
      report: typeof report;
      resumes: typeof resumes;
      rights: typeof rights;
      review: typeof review;
      room: typeof room;
      settings: typeof settings;
      sharing: typeof sharing;
      training: typeof training;
    };
  }
}
