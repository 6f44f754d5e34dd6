import type auth from "./ko/auth.json";
import type common from "./ko/common.json";
import type gallery from "./ko/gallery.json";
import type home from "./ko/home.json";
import type landing from "./ko/landing.json";
import type report from "./ko/report.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      auth: typeof auth;
      common: typeof common;
      gallery: typeof gallery;
      home: typeof home;
      landing: typeof landing;
      report: typeof report;
    };
  }
}
