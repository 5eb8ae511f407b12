package org.equipoise.monitor.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.monitor.notice.NoticeBacklog;
import org.equipoise.monitor.response.Responder;

/** The meters of what follows an alert: who was told, what is silenced, what was done. */
public final class AlertingMetrics {

    /** Canaries that are sick are an alert of the rules alone; a silence over every kind is over them, too. */
    private static final String CANARIES = "canaries";

    private final MultiGauge silenced;

    /** Registers the meters. */
    public AlertingMetrics(MeterRegistry registry, NoticeBacklog backlog, Responder responder) {
        silenced = MultiGauge.builder("equipoise.alert.silenced")
                .description("1 while a silence is over alerts of this kind; rules call nobody then")
                .register(registry);
        Gauge.builder("equipoise.webhook.oldest.waiting", backlog, NoticeBacklog::oldestSeconds)
                .description(
                        "How long the oldest change of an alert waits to be told to the webhook; 0 where none does")
                .baseUnit("seconds")
                .register(registry);
        webhook(registry, "delivered", backlog, NoticeBacklog::deliveries);
        webhook(registry, "failed", backlog, NoticeBacklog::failures);
        response(registry, "done", responder, Responder::actions);
        response(registry, "failed", responder, Responder::failures);
    }

    private static void webhook(
            MeterRegistry registry, String outcome, NoticeBacklog backlog, ToDoubleFunction<NoticeBacklog> count) {
        FunctionCounter.builder("equipoise.webhook.deliveries", backlog, count)
                .description("Attempts to tell the webhook a change of an alert")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static void response(
            MeterRegistry registry, String outcome, Responder responder, ToDoubleFunction<Responder> count) {
        FunctionCounter.builder("equipoise.responses", responder, count)
                .description("Attempts to take a sick version out of service without asking")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** These silences hold now. */
    public void silenced(List<AlertsSilenced> silences) {
        Map<Tags, Number> rows = new LinkedHashMap<>();
        for (AlertsSilenced silence : silences) {
            for (String kind : kinds(silence)) {
                rows.put(Tags.of("model", silence.model(), "kind", kind), 1);
            }
        }
        List<MultiGauge.Row<?>> shown = new ArrayList<>();
        rows.forEach((tags, one) -> shown.add(MultiGauge.Row.of(tags, one)));
        silenced.register(shown, true);
    }

    private static List<String> kinds(AlertsSilenced silence) {
        Kind only = silence.kind();
        if (only != null) {
            return List.of(only.wireName());
        }
        List<String> kinds = new ArrayList<>(List.of(CANARIES));
        for (Kind kind : Kind.values()) {
            kinds.add(kind.wireName());
        }
        return kinds;
    }
}
