package orders.system.contract;

import static orders.system.fixture.OrderJson.order;
import static orders.system.fixture.Parallel.inParallel;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import orders.system.fixture.Http;
import orders.system.fixture.RunningSystem;
import org.junit.jupiter.api.Test;

/** Parts of the money of an order that go back: never more than was taken. */
public interface RefundContract extends SystemContract {

  @Test
  default void of_100_parallel_refunds_only_as_many_are_given_as_the_charge_covers()
      throws Exception {
    JsonObject order = confirmed(sku(5), 1500);

    var answers =
        inParallel(
            100,
            i ->
                Http.postUntilFinal(
                        of(order, "refunds/"),
                        "{\"amount_cents\": 100}",
                        "part-" + i + "-" + order.getString("id"))
                    .brief());

    assertThat(answers.stream().filter(answer -> answer.startsWith("20"))).hasSize(15);
    assertThat(answers).isSubsetOf("200", "201", "422 REFUND_EXCEEDS_AMOUNT");
    assertThat(held(order)).isZero();
  }

  @Test
  default void of_100_parallel_refunds_and_cancels_the_money_goes_back_once() throws Exception {
    String sku = sku(5);
    JsonObject order = confirmed(sku, 1500);

    var answers =
        inParallel(
            100,
            i ->
                i % 2 == 0
                    ? Http.post(of(order, "refunds/"), "{\"amount_cents\": 100}").brief()
                    : Http.post(of(order, "cancel/"), "").brief());

    assertThat(answers)
        .isSubsetOf(
            "200",
            "201",
            "202",
            "409 NOT_REFUNDABLE",
            "422 REFUND_EXCEEDS_AMOUNT",
            "503 OVERLOADED",
            "503 UPSTREAM_UNAVAILABLE");
    RunningSystem.await(
        "the cancel", () -> Http.get(of(order, "")).json().getString("status").equals("CANCELLED"));
    assertThat(held(order)).isZero();
    assertThat(available(sku)).isEqualTo(5);
    assertThat(
            running()
                .number(
                    "orders",
                    "select refund_cents - coalesce((select sum(amount_cents) from refund"
                        + " where order_id = orders.id and status = 'DONE'), 0) from orders"
                        + " where id = '%s'".formatted(order.getString("id"))))
        .isZero();
  }

  @Test
  default void a_refund_is_given_once_per_key_and_a_wrong_one_names_the_field() {
    JsonObject order = confirmed(sku(5), 1500);
    String key = "refund-" + order.getString("id");
    String part = "{\"amount_cents\": 400}";

    var given = Http.post(of(order, "refunds/"), part, "Idempotency-Key", key);
    var replayed = Http.post(of(order, "refunds/"), part, "Idempotency-Key", key);
    var other = Http.post(of(order, "refunds/"), "{\"amount_cents\": 401}", "Idempotency-Key", key);

    assertThat(given.status()).as(given.text()).isEqualTo(201);
    assertThat(given.json().getString("status")).isEqualTo("DONE");
    assertThat(replayed.status()).isEqualTo(200);
    assertThat(replayed.json()).isEqualTo(given.json());
    assertThat(replayed.header("Idempotent-Replay")).contains("true");
    assertThat(other.brief()).isEqualTo("409 IDEMPOTENCY_CONFLICT");
    assertThat(held(order)).isEqualTo(1100);
    assertThat(Http.post(of(order, "refunds/"), "{\"amount_cents\": 9007199254740991}").brief())
        .isEqualTo("422 REFUND_EXCEEDS_AMOUNT");
    assertThat(Http.post(of(order, "refunds/"), "{\"amount_cents\": 0}").brief())
        .startsWith("400 amount_cents: ");
  }
}
