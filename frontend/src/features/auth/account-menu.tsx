import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { FileText, LogOut, Settings, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";

import { signOut } from "@/client";
import { Button } from "@/components/ui/button";
import {
  Menu,
  MenuContent,
  MenuGroup,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  MenuTrigger,
} from "@/components/ui/menu";
import { forgetEveryTake } from "@/features/recording/kept-chunks";
import { forgetEveryRecording } from "@/features/voice/kept-recordings";
import { session } from "@/lib/api";
import { describeError } from "@/lib/errors";

import { meQuery } from "./queries";

/** The name of who is signed in, and the way out. */
export default function AccountMenu() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: user } = useQuery(meQuery);
  const leaving = useMutation({
    mutationFn: () => signOut(),
    onSuccess: async () => {
      await navigate({ to: "/" });
      session.signedOut();
      forgetEveryRecording();
      forgetEveryTake();
    },
  });
  const name = user?.full_name ?? "";

  return (
    <Menu modal={false}>
      <MenuTrigger
        render={<Button variant="quiet" className="px-3" aria-label={t("nav.account", { name })} />}
      >
        <UserRound aria-hidden />
        <span className="hidden max-w-40 truncate sm:inline">{name}</span>
      </MenuTrigger>
      <MenuContent className="max-w-80">
        <MenuGroup>
          <MenuLabel className="truncate">{user?.email}</MenuLabel>
          <MenuSeparator />
          {user?.role === "candidate" && (
            <MenuItem render={<Link to="/resumes" />}>
              <FileText aria-hidden />
              {t("nav.resumes")}
            </MenuItem>
          )}
          <MenuItem render={<Link to="/settings" />}>
            <Settings aria-hidden />
            {t("nav.settings")}
          </MenuItem>
          <MenuItem
            closeOnClick={false}
            onClick={() => {
              leaving.mutate();
            }}
          >
            <LogOut aria-hidden />
            {t("nav.signOut")}
          </MenuItem>
        </MenuGroup>
        {leaving.isError && (
          <p role="alert" className="px-3 py-2 text-caption text-danger">
            {describeError(leaving.error, t)}
          </p>
        )}
      </MenuContent>
    </Menu>
  );
}
