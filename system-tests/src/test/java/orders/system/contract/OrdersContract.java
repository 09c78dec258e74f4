package orders.system.contract;

/** What every order can rely on, in whatever shape the services run: all the contracts together. */
public interface OrdersContract
    extends OrderPlacementContract,
        IdempotencyContract,
        InputValidationContract,
        UnknownOutcomeContract,
        CancelContract,
        RefundContract,
        TimelineContract,
        OperatorsContract,
        HttpContract {}
