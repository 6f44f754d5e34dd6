import { Link } from "@tanstack/react-router";
import { Ellipsis, History, ShieldOff, UserCheck, UserRoundCog, UserX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { PersonOut } from "@/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

import { ChangeDialog, type Change } from "./change-dialog";
import { ROLES } from "./roles";

const COLUMNS = ["role", "state", "since"] as const;

/** Who there is, and what can be done about each; what was asked for stays when the list changes below it. */
export function PeopleTable({ people }: { people: PersonOut[] }) {
  const [change, setChange] = useState<Change | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const ask = (wanted: Change) => {
    setChange(wanted);
    setIsOpen(true);
  };
  return (
    <>
      {people.length > 0 && <People people={people} onAsk={ask} />}
      {change !== null && <ChangeDialog change={change} isOpen={isOpen} onOpenChange={setIsOpen} />}
    </>
  );
}

interface PeopleProps {
  people: PersonOut[];
  onAsk: (change: Change) => void;
}

function People({ people, onAsk }: PeopleProps) {
  const { t } = useTranslation("admin");
  const { t: common } = useTranslation();
  return (
    <Table label={t("people.title")} stacks="beside" className="sm:min-w-160">
      <thead>
        <tr>
          <TableHead scope="col">{t("people.name")}</TableHead>
          {COLUMNS.map((column) => (
            <TableHead key={column} scope="col">
              {t(`people.${column}`)}
            </TableHead>
          ))}
          <TableHead scope="col">
            <span className="sr-only">{t("people.actions")}</span>
          </TableHead>
        </tr>
      </thead>
      <tbody className="divide-y border-y">
        {people.map((person) => (
          <tr key={person.id}>
            <RowHead>
              {person.full_name}
              <span className="block text-caption font-normal text-muted">{person.email}</span>
            </RowHead>
            <TableCell label={t("people.role")} className="whitespace-nowrap">
              {common(`role.${person.role}`)}
            </TableCell>
            <TableCell label={t("people.state")}>
              <Badge tone={person.deactivated_at === null ? "good" : "danger"}>
                {t(`people.is.${person.deactivated_at === null ? "active" : "deactivated"}`)}
              </Badge>
            </TableCell>
            <TableCell label={t("people.since")} className="whitespace-nowrap figures">
              {formatDate(person.created_at, currentLanguage())}
            </TableCell>
            <TableCell className="sm:text-right">
              <PersonMenu person={person} onAsk={onAsk} />
            </TableCell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function PersonMenu({ person, onAsk }: { person: PersonOut; onAsk: (change: Change) => void }) {
  const { t } = useTranslation("admin");
  const { t: common } = useTranslation();
  const isActive = person.deactivated_at === null;
  return (
    <Menu modal={false}>
      <MenuTrigger
        render={
          <Button variant="quiet" size="icon" aria-label={t("people.menu", { name: person.full_name })} />
        }
      >
        <Ellipsis aria-hidden />
      </MenuTrigger>
      <MenuContent align="end">
        {ROLES.filter((role) => role !== person.role).map((role) => (
          <MenuItem
            key={role}
            onClick={() => {
              onAsk({ person, role });
            }}
          >
            <UserRoundCog aria-hidden />
            {t("people.makeRole", { role: common(`role.${role}`) })}
          </MenuItem>
        ))}
        <MenuItem
          onClick={() => {
            onAsk({ person, active: !isActive });
          }}
        >
          {isActive ? <UserX aria-hidden /> : <UserCheck aria-hidden />}
          {t(isActive ? "people.deactivate.action" : "people.activate.action")}
        </MenuItem>
        {person.second_factor && (
          <MenuItem
            onClick={() => {
              onAsk({ person, second_factor: false });
            }}
          >
            <ShieldOff aria-hidden />
            {t("people.secondFactorOff.action")}
          </MenuItem>
        )}
        <MenuItem render={<Link to="/admin/audit" search={{ actor_id: person.id }} />}>
          <History aria-hidden />
          {t("people.activity")}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
