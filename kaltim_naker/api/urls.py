"""Pages of tokens and receipts. The addresses for programs are in `api.routes`."""

from django.urls import path

from kaltim_naker.api.views import receipts, tokens, webhooks

app_name = "tokens"

urlpatterns = [
    path("", tokens.TokenListView.as_view(), name="list"),
    path("make/", tokens.TokenMakeView.as_view(), name="make"),
    path("sandbox/renew/", tokens.SandboxRenewView.as_view(), name="renew_sandbox"),
    path("webhooks/", webhooks.WebhookListView.as_view(), name="webhooks"),
    path("webhooks/make/", webhooks.WebhookMakeView.as_view(), name="webhook_make"),
    path("webhooks/<uuid:pk>/", webhooks.WebhookDetailView.as_view(), name="webhook"),
    path("webhooks/<uuid:pk>/stop/", webhooks.WebhookStopView.as_view(), name="webhook_stop"),
    path("webhooks/<uuid:pk>/resume/", webhooks.WebhookResumeView.as_view(), name="webhook_resume"),
    path("webhooks/calls/<uuid:pk>/resend/", webhooks.DeliveryResendView.as_view(), name="webhook_resend"),
    path("receipts/", receipts.ReceiptListView.as_view(), name="receipts"),
    path("receipts/<uuid:pk>/", receipts.ReceiptDetailView.as_view(), name="receipt"),
    path("<uuid:pk>/", tokens.TokenDetailView.as_view(), name="detail"),
    path("<uuid:pk>/rotate/", tokens.TokenRotateView.as_view(), name="rotate"),
    path("<uuid:pk>/revoke/", tokens.TokenRevokeView.as_view(), name="revoke"),
]
