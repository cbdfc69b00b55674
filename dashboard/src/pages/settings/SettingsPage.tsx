import { Trans, useTranslation } from 'react-i18next';
import { useReport } from '../../api/report';
import { useAccount, useSession } from '../../api/session';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { TableSkeleton } from '../../parts/Skeletons';
import { AccountForm } from './AccountForm';
import { LanguageChoice } from './LanguageChoice';
import { Maps } from './Maps';
import { OperatorForm } from './OperatorForm';
import { StorytellerForm } from './StorytellerForm';
import classes from './Settings.module.css';

export default function SettingsPage() {
  const { t } = useTranslation('settings');
  const account = useAccount();
  const storyteller = useReport('/api/storyteller', {}, { isLive: false });
  const operator = useSession().data?.operator;
  return (
    <Page
      title={t('title')}
      finding={
        account.data ? (
          <Trans
            t={t}
            i18nKey="sentence"
            values={{ name: account.data.name, currency: account.data.currency, zone: account.data.time_zone }}
            components={{ b: <b /> }}
          />
        ) : !account.isError && <FindingSkeleton />
      }
    >
      <div className={classes.column}>
        <Panel title={t('account.title')} text={t('account.text')} id="account">
          {account.isLoading && <TableSkeleton rows={5} />}
          {account.isError && <ErrorState error={account.error} onRetry={() => void account.refetch()} />}
          {account.data && <AccountForm account={account.data} />}
        </Panel>
        <Panel title={t('map.title')} text={t('map.text')} id="map">
          <Maps />
        </Panel>
        {operator && (
          <Panel title={t('operator.title')} text={t('operator.text')} id="operator">
            <OperatorForm key={operator.id} operator={operator} />
          </Panel>
        )}
        <Panel title={t('storyteller.title')} text={t('storyteller.text')} id="storyteller">
          {storyteller.isLoading && <TableSkeleton rows={3} />}
          {storyteller.isError && <ErrorState error={storyteller.error} onRetry={() => void storyteller.refetch()} />}
          {storyteller.data && <StorytellerForm storyteller={storyteller.data} />}
        </Panel>
        <Panel title={t('language.title')} text={t('language.text')} id="language">
          <LanguageChoice />
        </Panel>
      </div>
    </Page>
  );
}
