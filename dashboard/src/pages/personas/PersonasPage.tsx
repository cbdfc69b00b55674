import { Button } from '@mantine/core';
import { IconMasksTheater } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { useReport } from '../../api/report';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { Page } from '../../parts/Page';
import { PeriodPicker, Pickers, SegmentPicker } from '../../parts/pickers';
import { TileSkeletons } from '../../parts/Skeletons';
import { AboutForm } from './AboutForm';
import { Accounts } from './Accounts';
import { Cards } from './Cards';
import { Finding } from './Finding';
import { PersonaCustomers } from './PersonaCustomers';
import { PersonaTable } from './PersonaTable';
import { useAsked } from './useAsked';
import { Wide } from './Wide';

/** Who the customers are by what they do: a card for each persona, one opened wide, two compared. */
export default function PersonasPage() {
  const { t } = useTranslation(['personas', 'attribution']);
  const go = useGo();
  const asked = useAsked();
  const [address, change] = useAddress();
  const report = useReport('/api/personas', asked, { isLive: false });
  const found = report.data;
  const isNarrow = Boolean(address.product || address.category || address.by);
  const card = found?.cards.find((each) => each.id === address.open);
  const other = found?.cards.find((each) => each.id === address.with && each.id !== address.open);
  const listed = found?.cards.find((each) => each.id === address.list);
  const open = (id: string | undefined) => change({ open: id, with: undefined }, { replace: true });
  return (
    <Page
      title={t('personas:title')}
      finding={found && !found.unavailable ? <Finding report={found} /> : undefined}
      pickers={<Pickers><PeriodPicker /><SegmentPicker /></Pickers>}
      actions={<AboutForm />}
    >
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <TileSkeletons count={6} height={190} />}
      {found?.unavailable && (
        <EmptyState
          icon={IconMasksTheater} title={t(isNarrow ? 'personas:empty.narrowTitle' : 'personas:empty.title')} text={t(address.by ? 'personas:empty.accounts' : isNarrow ? 'personas:empty.narrow' : 'personas:empty.text')}
          action={!isNarrow && <Button onClick={() => go('/data')}>{t('personas:empty.action')}</Button>}
        />
      )}
      {found && !found.unavailable && (
        <>
          <Cards report={found} open={card?.id} isStale={report.isPlaceholderData} onOpen={open} />
          {card && <Wide report={found} card={card} other={other} onOther={(id) => change({ with: id }, { replace: true })} onCustomers={(id) => change({ list: id })} />}
          {found.accounts && <Accounts journey={found.accounts} isStale={report.isPlaceholderData} />}
          <PersonaTable report={found} isStale={report.isPlaceholderData} onOpen={open} />
          <PersonaCustomers id={listed?.id} asked={asked} onClose={() => change({ list: undefined })} />
        </>
      )}
    </Page>
  );
}
