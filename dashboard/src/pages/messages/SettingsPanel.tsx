import { NumberInput, Radio, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import { useProblemText } from '../../api/problems';
import { useReport } from '../../api/report';
import { Panel } from '../../parts/Panel';
import { placeOf, type Finding, type MessageDocument } from './document';
import classes from './Messages.module.css';

interface SettingsPanelProps { document: MessageDocument; findings: Finding[]; onChange: (document: MessageDocument) => void }

/** Title, topic, what a missing value does, and a code of the customer's own. */
export function SettingsPanel({ document, findings, onChange }: SettingsPanelProps) {
  const { t, i18n } = useTranslation('messages');
  const topics = useReport('/api/topics', {}, { isLive: false }).data?.topics ?? [];
  const textOf = useProblemText();
  const errorOf = (piece: string) => {
    const found = findings.find((finding) => finding.level === 'error' && placeOf(finding.where).language === null && placeOf(finding.where).piece === piece);
    return found ? textOf(found).title : undefined;
  };
  const topic = topics.find((each) => each.id === document.topic);
  return (
    <Panel title={t('settings')}>
      <Stack gap="md">
        <div className={classes.pair}>
          <TextInput label={t('field.title')} required value={document.title} error={errorOf('title')} maxLength={200} onChange={(event) => onChange({ ...document, title: event.currentTarget.value })} />
          <Select
            label={t('field.topic')} value={document.topic || null} allowDeselect={false} error={errorOf('topic')} data={topics.map((each) => ({ value: each.id, label: each.titles[i18n.language] ?? each.title }))}
            description={topic && t(`consent.${topic.kind === 'transactional' ? 'none' : topic.consent}`)} inputWrapperOrder={['label', 'input', 'error', 'description']}
            onChange={(next) => next && onChange({ ...document, topic: next })}
          />
        </div>
        <Radio.Group label={t('missing.name')} value={document.missing} onChange={(missing) => onChange({ ...document, missing: missing as MessageDocument['missing'] })}>
          <Stack gap="xs" mt={6}>
            <Radio value="suppress" label={t('missing.suppress')} description={t('missing.suppressText')} />
            <Radio value="fallback" label={t('missing.fallback')} description={t('missing.fallbackText')} />
          </Stack>
        </Radio.Group>
        <Switch label={t('coupon.use')} checked={document.coupon !== undefined} onChange={(event) => onChange(event.currentTarget.checked ? { ...document, coupon: { prefix: 'THANKS-', length: 8 } } : { ...document, coupon: undefined })} />
        {document.coupon && (
          <div className={classes.pair}>
            <TextInput label={t('coupon.prefix')} description={t('coupon.hint', { code: '{{ coupon.code }}' })} value={document.coupon.prefix} onChange={(event) => onChange({ ...document, coupon: { ...document.coupon!, prefix: event.currentTarget.value.toUpperCase() } })} />
            <NumberInput label={t('coupon.length')} value={document.coupon.length ?? 8} min={4} max={20} allowDecimal={false} onChange={(length) => onChange({ ...document, coupon: { ...document.coupon!, length: Number(length) || 8 } })} />
          </div>
        )}
        <p className={classes.quiet}>{t('field.name')}: <code>{document.message}</code> · {t('field.channel')}: {t(`channel.${document.channel}`)} · <PageLink to="/channels">{t('toChannels')}</PageLink></p>
      </Stack>
    </Panel>
  );
}
