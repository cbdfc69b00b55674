import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Messages.module.css';

/** An approved template with the customer's values. Its wording is with Meta, so the values are what can be shown. */
export function WhatsAppPreview({ content }: { content: Record<string, unknown> }) {
  const { t } = useTranslation('messages');
  const parameters = Array.isArray(content.parameters) ? content.parameters.map(String) : [];
  return (
    <div className={classes.phone}>
      <div className={classes.bubble}>
        <b>{t('preview.templateOf', { name: [content.template, content.template_language].filter(Boolean).join(' · ') })}</b>
        <Text size="xs" c="dimmed" my={4}>{t(parameters.length > 0 ? 'preview.templateNote' : 'preview.noParameters')}</Text>
        {parameters.length > 0 && <ol className={classes.values}>{parameters.map((value, index) => <li key={index}>{value}</li>)}</ol>}
      </div>
    </div>
  );
}
