import { Select } from "@/components/ui/select";

interface DeviceSelectProps {
  label: string;
  devices: readonly MediaDeviceInfo[];
  value: string;
  onChoose: (deviceId: string) => void;
  /** A choice of none in particular. */
  anyLabel?: string;
}

/** Under these, Chromium lists devices once more that have ids of their own. */
const ALIASES = ["default", "communications"];

/** A choice among several devices; where there is one only, there is nothing to choose. */
export function DeviceSelect({ label, devices, value, onChoose, anyLabel }: DeviceSelectProps) {
  const own = devices.filter(({ deviceId }) => !ALIASES.includes(deviceId));
  if (own.length < 2) return null;
  const offered =
    anyLabel === undefined ? devices.filter(({ deviceId }) => deviceId !== "communications") : own;
  return (
    <Select
      label={label}
      value={value}
      onChange={(event) => {
        onChoose(event.currentTarget.value);
      }}
    >
      {anyLabel !== undefined && <option value="">{anyLabel}</option>}
      {offered.map(({ deviceId, label: name }, index) => (
        <option key={deviceId} value={deviceId}>
          {name || `${label} ${index + 1}`}
        </option>
      ))}
    </Select>
  );
}
