/**
 * What can be set: {@code Setting} is the table, {@code SettingType} what a value may be, {@code
 * SettingsCheck} stops the start if one is wrong, {@code DefaultValues} gives the application those
 * that are not set, {@code DatabaseSettings} knows which of them lead to a service's database.
 */
package orders.settings;
