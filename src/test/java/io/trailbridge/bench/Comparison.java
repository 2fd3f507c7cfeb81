package io.trailbridge.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Figures of several contestants, each with its ratio to that of every contestant that is named after it. */
public final class Comparison {
    private static final int WIDTH = 13;

    private final List<String> contestants;
    private final Map<String, Map<String, Double>> figures = new LinkedHashMap<>();

    public Comparison(List<String> contestants) {
        this.contestants = List.copyOf(contestants);
    }

    public void add(String figure, String contestant, double value) {
        figures.computeIfAbsent(figure, name -> new LinkedHashMap<>()).put(contestant, value);
    }

    public Map<String, Map<String, Double>> figures() {
        return figures;
    }

    /** One figure divided by the other; nothing when one is missing or the divisor is 0. */
    public OptionalDouble ratio(String figure, String contestant, String reference) {
        Map<String, Double> values = figures.getOrDefault(figure, Map.of());
        Double value = values.get(contestant);
        Double divisor = values.get(reference);
        return value == null || divisor == null || divisor == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(value / divisor);
    }

    /** A line for each figure: the values, then the ratios. */
    @Override
    public String toString() {
        int names = figures.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder(" ".repeat(names));
        contestants.forEach(contestant -> text.append(right(contestant)));
        text.append("  ");
        pairs().forEach(pair -> text.append(String.format(Locale.ROOT, "  %18s", pair.get(0) + "/" + pair.get(1))));
        figures.forEach((figure, values) -> {
            text.append('\n').append(String.format(Locale.ROOT, "%-" + names + "s", figure));
            contestants.forEach(contestant -> text.append(right(number(values.get(contestant)))));
            text.append("  ");
            pairs().forEach(pair ->
                    text.append(String.format(Locale.ROOT, "  %18s", number(ratio(figure, pair.get(0), pair.get(1))))));
        });
        return text.append('\n').toString();
    }

    private List<List<String>> pairs() {
        List<List<String>> pairs = new ArrayList<>();
        for (int i = 0; i < contestants.size(); i++) {
            for (int j = i + 1; j < contestants.size(); j++) {
                pairs.add(List.of(contestants.get(i), contestants.get(j)));
            }
        }
        return pairs;
    }

    private static String right(String text) {
        return String.format(Locale.ROOT, "%" + WIDTH + "s", text);
    }

    private static String number(OptionalDouble ratio) {
        return ratio.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f", ratio.getAsDouble());
    }

    /** With three digits that count. */
    private static String number(Double value) {
        if (value == null) {
            return "-";
        }
        double size = Math.abs(value);
        int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
