import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { matchesPattern } from './event-pattern.ts';
import type { StateChangeEvent } from './state-change-event.ts';
import { targetInput } from './target-input.ts';

const attempts = 3;
const pauseMilliseconds = 500;

/**
 * Delivers `aws.sagemaker` events to the targets of the default bus's rules, as EventBridge would:
 * nobody but AWS itself can put an event with such a source on a bus. Events are delivered in the
 * order in which they happened.
 */
export class EventDelivery {
  readonly #eventbridge = new EventBridgeClient({});
  readonly #lambda = new LambdaClient({});
  readonly #sfn = new SFNClient({});
  readonly #sns = new SNSClient({});
  readonly #sqs = new SQSClient({});
  #queue: Promise<void> = Promise.resolve();

  constructor(private readonly complain: (message: string) => void) {}

  /** Takes an event on; failures are told, and go to the target's dead-letter queue where it has one. */
  send(event: StateChangeEvent): void {
    this.#queue = this.#queue.then(() =>
      this.#deliver(event).catch((error: Error) =>
        this.complain(`Cannot deliver '${event['detail-type']}': ${error.message}`),
      ),
    );
  }

  /** Resolves when every event taken on so far was delivered. */
  idle(): Promise<void> {
    return this.#queue;
  }

  async #deliver(event: StateChangeEvent): Promise<void> {
    for (const rule of await this.#matchingRules(event)) {
      const { Targets = [] } = await this.#eventbridge.send(
        new ListTargetsByRuleCommand({ Rule: rule.Name }),
      );
      await Promise.all(Targets.map((target) => this.#deliverTo(target, rule, event)));
    }
  }

  async #matchingRules(event: StateChangeEvent): Promise<Rule[]> {
    const matching: Rule[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.#eventbridge.send(new ListRulesCommand({ NextToken }));
      for (const rule of page.Rules ?? []) {
        if (rule.State === 'DISABLED' || rule.EventPattern === undefined) continue;
        try {
          if (matchesPattern(JSON.parse(rule.EventPattern), event)) matching.push(rule);
        } catch (error) {
          this.complain(`Cannot judge rule ${rule.Name}: ${(error as Error).message}`);
        }
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return matching;
  }

  async #deliverTo(target: Target, rule: Rule, event: StateChangeEvent): Promise<void> {
    const input = targetInput(target, event);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#call(target.Arn!, input, target);
        return;
      } catch (error) {
        if (attempt < attempts) {
          await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds * attempt));
          continue;
        }
        const reason = (error as Error).message;
        this.complain(
          `Cannot deliver '${event['detail-type']}' of rule ${rule.Name} to ${target.Arn} in ${attempts} attempts: ${reason}`,
        );
        const deadLetters = target.DeadLetterConfig?.Arn;
        if (deadLetters !== undefined) await this.#call(deadLetters, input, {});
        return;
      }
    }
  }

  async #call(arn: string, input: string, target: Partial<Target>): Promise<void> {
    const [, , service, , account, ...rest] = arn.split(':') as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    switch (service) {
      case 'lambda':
        await this.#lambda.send(
          new InvokeCommand({ FunctionName: arn, InvocationType: 'Event', Payload: Buffer.from(input) }),
        );
        return;
      case 'states':
        await this.#sfn.send(new StartExecutionCommand({ stateMachineArn: arn, input }));
        return;
      case 'sns':
        await this.#sns.send(new PublishCommand({ TopicArn: arn, Message: input }));
        return;
      case 'sqs': {
        const { QueueUrl } = await this.#sqs.send(
          new GetQueueUrlCommand({ QueueName: rest[0], QueueOwnerAWSAccountId: account }),
        );
        const MessageGroupId = target.SqsParameters?.MessageGroupId;
        await this.#sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: input, MessageGroupId }));
        return;
      }
      default:
        throw new Error(`the stand-in cannot deliver to a target of service '${service}'`);
    }
  }
}
