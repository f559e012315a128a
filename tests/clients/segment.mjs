// Sends one message of every kind, and `count` more events, through Segment's own client for Node.
import { Analytics } from '@segment/analytics-node'

const [host, writeKey, count] = process.argv.slice(2)
const analytics = new Analytics({ host, writeKey, flushAt: 20, maxRetries: 10 })
const failures = []
analytics.on('error', failure => failures.push(failure))

const who = { userId: 'amy', anonymousId: 'visitor-amy' }
analytics.group({ ...who, groupId: 'acme', traits: { name: 'Acme', plan: 'pro', seats: 25 } })
analytics.identify({ ...who, traits: { email: 'amy@acme.example', firstName: 'Amy' } })
analytics.track({ ...who, event: 'project created', properties: { name: 'Moon' } })
analytics.page({ ...who, name: 'Pricing' })
analytics.screen({ ...who, name: 'Home' })
analytics.alias({ previousId: 'amy-before', userId: 'amy' })
for (let number = 0; number < Number(count); number += 1) {
  analytics.track({ userId: 'amy', event: 'task created', messageId: `task-${number}` })
}
await analytics.closeAndFlush({ timeout: 60000 })
if (failures.length) {
  console.error(failures)
  process.exit(1)
}
