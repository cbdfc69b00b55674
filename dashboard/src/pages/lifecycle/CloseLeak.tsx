import { Button } from '@mantine/core';
import { IconDropletOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import type { Leak } from '../../api/lifecycle';
import { useReport } from '../../api/report';

/** Opens the plays made for the move where most value waits; not there where no play is. */
export function CloseLeak({ leak }: { leak: Leak }) {
  const { t } = useTranslation('lifecycle');
  const go = useGo();
  const plays = useReport('/api/plays', { from: leak.source, to: leak.target }, { isLive: false });
  if (!plays.data?.length) return null;
  return (
    <Button size="xs" leftSection={<IconDropletOff size={14} />} onClick={() => go('/plays', { from: leak.source, to: leak.target })}>{t('closeLeak')}</Button>
  );
}
