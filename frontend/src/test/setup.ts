import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

import { startI18n } from "@/i18n";

// Reads the real translations: a key that is missing shows in the tests as it would on the page.
await startI18n("en");

afterEach(cleanup);
