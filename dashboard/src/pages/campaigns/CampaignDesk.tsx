import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { api } from '../../api/client';
import { useFormats } from '../../format';
import { FormError } from '../../parts/FormError';
import { Deliveries } from '../../parts/outcome/Deliveries';
import { Identity } from '../../parts/outcome/Identity';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { SidePanel } from '../../parts/SidePanel';
import { Problems } from '../journeys/forms/Problems';
import { Actions } from './Actions';
import { Audience } from './Audience';
import { CampaignForm } from './CampaignForm';
import { BackToCampaigns } from './CampaignPage';
import classes from './Campaigns.module.css';
import { draftOf, plainOf, type Campaign, type CampaignDraft } from './document';
import { Finding } from './Finding';
import { Runs } from './Runs';
import { useSave } from './useCampaignActions';

const CHECK_WAIT_MS = 400;

function useCheck(draft: CampaignDraft) {
  const text = JSON.stringify(plainOf(draft));
  const [settled] = useDebouncedValue(text, CHECK_WAIT_MS);
  const answer = useQuery({
    queryKey: ['/api/campaigns/check', settled],
    queryFn: () => api.post('/api/campaigns/check', { document: JSON.parse(settled) as Record<string, unknown> }),
    placeholderData: (before) => before,
    staleTime: 30_000,
  });
  return answer.data?.problems ?? [];
}

/** The campaign's document at the left, whom it reaches beside it; once it went out, what became of it on top. */
export function CampaignDesk({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const format = useFormats();
  const [address, change] = useAddress();
  const [draft, setDraft] = useState(() => draftOf(campaign.document));
  const [saved, setSaved] = useState(() => JSON.stringify(plainOf(draft)));
  const isChanged = JSON.stringify(plainOf(draft)) !== saved;
  const problems = useCheck(draft);
  const save = useSave(campaign.name, (kept) => { setDraft(draftOf(kept.document)); setSaved(JSON.stringify(plainOf(draftOf(kept.document)))); });
  useBlocker({ shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname && !window.confirm(t('leave')), enableBeforeUnload: () => isChanged });
  const { counts } = campaign;
  const wentOut = counts.entries > 0 || campaign.runs.length > 0;
  return (
    <Page
      title={draft.title || campaign.name} back={<BackToCampaigns />}
      finding={<Finding campaign={campaign} when={draft.when} problems={problems.length} />}
      actions={
        <>
          <Actions campaign={campaign} isChanged={isChanged} problems={problems.length} />
          <Button size="xs" variant={isChanged ? 'filled' : 'default'} leftSection={<IconDeviceFloppy size={14} />} disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate(plainOf(draft))}>{t('action.save')}</Button>
        </>
      }
    >
      <FormError error={save.error} />
      {wentOut && (
        <div className={classes.halves}>
          <Panel title={t('result.messages', { count: counts.entries, messages: format.count(counts.entries), sent: format.count(counts.sent) })} text={t('result.text')}>
            <Identity counts={counts} onOpen={(status, reason) => change({ messages: status, reason })} />
          </Panel>
          <Runs runs={campaign.runs} />
        </div>
      )}
      <div className={classes.halves}>
        <Panel title={t('form.name')}>
          <Problems problems={problems} />
          <CampaignForm draft={draft} onChange={setDraft} />
        </Panel>
        <Audience condition={draft.audience ?? ''} />
      </div>
      {wentOut && (
        <Panel isFlush title={t('result.whyNot')} text={t('result.whyNotText')}>
          <Deliveries label={t('result.whyNot')} of={{ origin: 'campaign', name: campaign.name }} onStatus={(status) => change({ state: status })} status={address.state} />
        </Panel>
      )}
      <SidePanel isOpen={address.messages !== undefined} onClose={() => change({ messages: undefined, reason: undefined })} title={t('result.whyNot')} size={760}>
        {address.messages && (
          <Deliveries
            label={t('result.whyNot')} of={{ origin: 'campaign', name: campaign.name }} reason={address.reason}
            status={address.messages === 'all' ? undefined : address.messages} onStatus={(status) => change({ messages: status ?? 'all', reason: undefined })}
          />
        )}
      </SidePanel>
    </Page>
  );
}
