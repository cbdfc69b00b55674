/** Code to copy, with this host and this write key filled in. The SDKs are the published ones; only their host changes. */

export type SnippetId = 'curl' | 'browser' | 'node' | 'python' | 'clevertap';

export interface Snippet {
  id: SnippetId;
  title: string;
  install: string | null;
  code: string;
}

/** `origin` is where this dashboard was opened, for example `https://evergrow.shop.example`. */
export function snippetsFor(origin: string, writeKey: string): Snippet[] {
  const protocol = new URL(origin).protocol.replace(':', '');
  const host = new URL(origin).host;
  return [
    {
      id: 'curl',
      title: 'curl',
      install: null,
      code: `curl ${origin}/v1/track \\
  -u ${writeKey}: \\
  -H 'Content-Type: application/json' \\
  -d '{
    "userId": "ana",
    "event": "Order Completed",
    "properties": {"order_id": "1001", "revenue": 49.90, "currency": "EUR"}
  }'`,
    },
    {
      id: 'browser',
      title: 'Browser',
      install: 'npm install @segment/analytics-next',
      code: `import { AnalyticsBrowser } from "@segment/analytics-next";

const analytics = AnalyticsBrowser.load(
  {
    writeKey: "${writeKey}",
    cdnURL: "${origin}",
  },
  {
    integrations: {
      "Segment.io": { apiHost: "${host}/v1", protocol: "${protocol}" },
    },
  },
);
analytics.page();
analytics.identify("ana", { email: "ana@shop.example" });
analytics.track("Product Viewed", {
  product_id: "T-9",
  name: "Yunomi cup",
});`,
    },
    {
      id: 'node',
      title: 'Node.js',
      install: 'npm install @segment/analytics-node',
      code: `import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({
  writeKey: "${writeKey}",
  host: "${origin}",
});
analytics.track({
  userId: "ana",
  event: "Order Completed",
  properties: { order_id: "1001", revenue: 49.9, currency: "EUR" },
});
await analytics.closeAndFlush();`,
    },
    {
      id: 'python',
      title: 'Python',
      install: 'pip install segment-analytics-python',
      code: `import segment.analytics as analytics

analytics.write_key = "${writeKey}"
analytics.host = "${origin}"
analytics.track(
    "ana",
    "Order Completed",
    {"order_id": "1001", "revenue": 49.90, "currency": "EUR"},
)
analytics.flush()`,
    },
  ];
}

/** CleverTap's upload API: the write key stands for the account id, beside a passcode. */
export function cleverTapSnippet(origin: string, writeKey: string, passcode: string): Snippet {
  return {
    id: 'clevertap',
    title: 'CleverTap',
    install: null,
    code: `curl ${origin}/1/upload \\
  -H 'X-CleverTap-Account-Id: ${writeKey}' \\
  -H 'X-CleverTap-Passcode: ${passcode}' \\
  -H 'Content-Type: application/json' \\
  -d '{"d": [{
    "type": "event",
    "identity": "ana",
    "evtName": "Charged",
    "evtData": {"Amount": 49.90, "Charged ID": "1001"}
  }]}'`,
  };
}
