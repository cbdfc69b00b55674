import { useTranslation } from 'react-i18next';
import { useStageTitle } from '../../api/maps';
import type { AccountJourney } from '../../api/personas';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';

type Stage = AccountJourney['stages'][number];

/** The organizations' way through the stages: how many came to each, and how soon. */
export function Accounts({ journey, isStale }: { journey: AccountJourney; isStale: boolean }) {
  const { t } = useTranslation('personas');
  const format = useFormats();
  const titleOf = useStageTitle();
  const share = (row: Stage) => row.reached.value ?? 0;
  const columns: Column<Stage>[] = [
    { key: 'stage', title: t('accounts.stage'), cell: (row) => titleOf(row.stage, row.title), value: (row) => row.stage },
    { key: 'reached', definition: 'account_reached', title: t('accounts.reached'), cell: (row) => format.share(share(row)), value: (row) => row.reached.value, isNumber: true, bar: share },
    { key: 'now', definition: 'account_now', title: t('accounts.now'), cell: (row) => format.count(row.now.value ?? 0), value: (row) => row.now.value, isNumber: true },
    { key: 'days', definition: 'account_days', title: t('accounts.days'), cell: (row) => (row.days.value === null ? '–' : format.days(row.days.value)), value: (row) => row.days.value, isNumber: true },
  ];
  const count = journey.accounts.value ?? 0;
  return (
    <Panel title={t('accounts.title', { count, accounts: format.count(count) })} text={t('accounts.text', { members: format.decimal(journey.members.value ?? 0) })} isFlush>
      <DataTable label={t('accounts.stage')} columns={columns} rows={journey.stages} rowKey={(row) => row.stage} isStale={isStale} hasFilter={false} />
    </Panel>
  );
}
