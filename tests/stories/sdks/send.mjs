// A server's code with @segment/analytics-node, as its README shows it; only `host` is ours.
import { Analytics } from "@segment/analytics-node";

const [host, writeKey] = process.argv.slice(2);
const analytics = new Analytics({ host, writeKey });

analytics.identify({ userId: "ana", traits: { email: "ana@example.com", plan: "gold" } });
analytics.track({
  userId: "ana",
  event: "Order Completed",
  properties: { order_id: "n-1", revenue: 19.99, currency: "EUR" },
});
analytics.page({ anonymousId: "visitor-1", name: "Home", properties: { url: "/" } });
analytics.screen({ userId: "ana", name: "Start" });
analytics.group({ userId: "ana", groupId: "acme", traits: { name: "Acme" } });
analytics.alias({ userId: "ana", previousId: "visitor-1" });

await analytics.closeAndFlush();
