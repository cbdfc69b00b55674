import { Badge, Button, Group, Select, Tabs } from '@mantine/core';
import { IconAlertCircle, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localeOptions } from '../../format/choices';
import { ContentForm } from './ContentForm';
import { placeOf, withLanguage, withoutLanguage, type Finding, type MessageDocument } from './document';

interface ContentTabsProps {
  document: MessageDocument;
  language: string;
  findings: Finding[];
  onLanguage: (language: string) => void;
  onChange: (document: MessageDocument) => void;
}

/** The languages as tabs; whoever reads none of them gets the default one. */
export function ContentTabs({ document, language, findings, onLanguage, onChange }: ContentTabsProps) {
  const { t, i18n } = useTranslation('messages');
  const [isAdding, setAdding] = useState(false);
  const languages = Object.keys(document.languages);
  const names = new Intl.DisplayNames(i18n.language, { type: 'language', fallback: 'code' });
  const offered = [...new Set(localeOptions(i18n.language, '').map((option) => option.value.split('-')[0]!))].filter((code) => !languages.includes(code));
  const hasError = (code: string) => findings.some((finding) => finding.level === 'error' && placeOf(finding.where).language === code);
  const add = (code: string | null) => {
    if (!code) return;
    onChange(withLanguage(document, code));
    onLanguage(code);
    setAdding(false);
  };
  return (
    <Tabs value={language} onChange={(next) => next && onLanguage(next)} keepMounted={false}>
      <Group gap="xs" align="center" mb="md">
        <Tabs.List style={{ flex: '1 1 240px' }} aria-label={t('languages')}>
          {languages.map((code) => (
            <Tabs.Tab key={code} value={code} leftSection={hasError(code) ? <IconAlertCircle size={14} color="var(--bad)" aria-label={t('hasError')} /> : undefined} rightSection={code === document.default_language && languages.length > 1 ? <Badge size="xs" variant="default" tt="none">{t('fallback')}</Badge> : undefined}>
              {names.of(code) ?? code}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {isAdding
          ? <Select size="xs" w={170} searchable autoFocus aria-label={t('addLanguage')} placeholder={t('addLanguage')} data={offered.map((code) => ({ value: code, label: names.of(code) ?? code }))} onChange={add} onBlur={() => setAdding(false)} />
          : <Button size="compact-xs" variant="subtle" onClick={() => setAdding(true)}>{t('addLanguage')}</Button>}
      </Group>
      {languages.map((code) => (
        <Tabs.Panel key={code} value={code}>
          <ContentForm document={document} language={code} findings={findings} onChange={onChange} />
          {languages.length > 1 && (
            <Group gap="xs" mt="md">
              {code !== document.default_language && <Button size="compact-xs" variant="subtle" onClick={() => onChange({ ...document, default_language: code })}>{t('makeFallback')}</Button>}
              <Button size="compact-xs" variant="subtle" color="red" leftSection={<IconTrash size={13} />} onClick={() => onChange(withoutLanguage(document, code))}>{t('removeLanguage', { language: names.of(code) ?? code })}</Button>
            </Group>
          )}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
