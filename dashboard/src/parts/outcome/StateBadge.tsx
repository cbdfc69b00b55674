import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const COLORS: Record<string, string> = { running: 'evergreen', sending: 'evergreen', paused: 'yellow' };

/** Whether a journey or campaign runs, in a word. Without a status it is a draft. */
export function StateBadge({ status }: { status: string | null | undefined }) {
  const { t } = useTranslation('outcome');
  const name = status ?? 'draft';
  return <Badge variant="light" color={COLORS[name] ?? 'gray'} tt="none" miw="max-content">{t(`state.${name}`, { defaultValue: name })}</Badge>;
}
